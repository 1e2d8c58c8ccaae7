"""The invented region in which the tests live: five members, one with a footnote, one seat vacant."""

from __future__ import annotations

from datetime import date

from .plan import CastPlan, MemberPlan, NetworkPlan, SeatPlan

REGION = NetworkPlan(
    slug="amber-coast",
    name="Network of Coordinators of the Amber Coast",
    short_name="NC Amber",
    aliases=("Amber Coast Network",),
    founded_on=date(2011, 5, 4),
    about="Coordinators of five neighbours who meet twice a year.",
    members=(
        MemberPlan("AB", "Alba", "Republic of Alba", "Ministry of Public Order"),
        MemberPlan("BR", "Bresta", "Kingdom of Bresta", "Office for Human Dignity"),
        MemberPlan("CO", "Corvia", "Corvian Federation", "National Commission"),
        MemberPlan(
            "DR",
            "Drena",
            "Drena",
            "Ministry of Internal Affairs",
            "*",
            "This name is used without prejudice to positions on status.",
        ),
        MemberPlan("ES", "Estara", "Republic of Estara", "State Agency"),
    ),
    seats=(
        SeatPlan("chair", "chair", "Chair", "Ministry of Public Order of Alba"),
        SeatPlan("secretariat", "secretariat", "Secretariat", "Institute for Regional Dialogue"),
        SeatPlan("observer", "observer", "Seat of the observer", "Council of Harbours"),
        SeatPlan("funder", "funder", "Seat of the funder", "Lighthouse Foundation"),
    ),
    cast=(
        CastPlan("officer", "Olga Petrova-Lind", "officer@story.example", "secretariat", "officer", "Programme Officer"),
        CastPlan("chair", "Čedomir Vuković", "chair@story.example", "chair", "chair", "State Secretary"),
        CastPlan("coordinator", "Ana Đurić", "alba@story.example", "ab", "coordinator", "National Coordinator"),
        CastPlan("substitute", "Ivo Šarić", "alba-substitute@story.example", "ab", "substitute", "Deputy Coordinator"),
        CastPlan("local", "Lea Horvat", "alba-local@story.example", "ab", "local-team member", "Local team of Port Alba"),
        CastPlan("other", "Blagoja Ристов", "bresta@story.example", "br", "coordinator", "Director"),
        CastPlan("former", "Filip Ćosić", "corvia-former@story.example", "co", "coordinator", "Secretary General", -700, -1),
        CastPlan("newcomer", "Nina Kostova", "corvia@story.example", "co", "coordinator", "Acting Secretary General", 0),
        CastPlan("drena", "Drita Hoxha", "drena@story.example", "dr", "coordinator", "Deputy Minister"),
        CastPlan("observer", "Otto Brandt", "observer@story.example", "observer", "observer"),
        CastPlan("funder", "Freya Lund", "funder@story.example", "funder", "observer"),
        CastPlan("admin", "Adam Root", "admin@story.example", is_administrator=True),
    ),
)  # fmt: skip
