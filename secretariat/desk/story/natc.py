"""The network of the demo: real institutions and public facts; everybody who signs in is invented."""

from __future__ import annotations

from datetime import date

from .plan import CastPlan, MemberPlan, NetworkPlan, SeatPlan

STATUS_FOOTNOTE = (
    "This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 "
    "and the ICJ Opinion on the Kosovo declaration of independence."
)
"""The agreed footnote of regional cooperation, word for word as agreed in February 2012."""

NATC = NetworkPlan(
    slug="natc-see",
    name="Network of Anti-Trafficking Coordinators of South-East Europe",
    short_name="NATC SEE",
    aliases=(
        "NATC SEE Network",
        "National Anti-Trafficking Coordinators of South-Eastern Europe",
        "Platform of National Anti-Trafficking Coordinators",
    ),
    founded_on=date(2010, 10, 20),
    about=(
        "Since 2010 the coordinators of eleven countries have met once or twice a year to see that what their "
        "ministers promised against trafficking in human beings is carried out, and to learn from each other."
    ),
    members=(
        MemberPlan("AL", "Albania", "Republic of Albania", "Ministry of the Interior"),
        MemberPlan(
            "BA", "Bosnia and Herzegovina", "Bosnia and Herzegovina", "Office of the State Coordinator"
        ),
        MemberPlan("BG", "Bulgaria", "Republic of Bulgaria", "National Commission for Combating Trafficking"),
        MemberPlan(
            "HR", "Croatia", "Republic of Croatia", "Office for Human Rights and Rights of Minorities"
        ),
        MemberPlan("XK", "Kosovo", "Kosovo", "Ministry of Internal Affairs", "*", STATUS_FOOTNOTE),
        MemberPlan("MD", "Moldova", "Republic of Moldova", "Permanent Secretariat of the National Committee"),
        MemberPlan("ME", "Montenegro", "Montenegro", "Department in the Ministry of the Interior"),
        MemberPlan("MK", "North Macedonia", "Republic of North Macedonia", "National Commission"),
        MemberPlan("RO", "Romania", "Romania", "National Agency against Trafficking in Persons"),
        MemberPlan(
            "RS", "Serbia", "Republic of Serbia", "Office for Coordination of Anti-Trafficking Activities"
        ),
        MemberPlan(
            "SI", "Slovenia", "Republic of Slovenia", "Anti-Trafficking Service, Ministry of the Interior"
        ),
    ),
    seats=(
        SeatPlan("chair", "chair", "Chair", "Ministry of the Interior of the Republic of Slovenia"),
        SeatPlan(
            "secretariat",
            "secretariat",
            "Secretariat",
            "International Centre for Migration Policy Development",
        ),
        SeatPlan("observer", "observer", "Seat of the observer", "A neighbouring organisation"),
        SeatPlan("funder", "funder", "Seat of the funder", "A foundation"),
    ),
    cast=(
        CastPlan(
            "officer", "Clara Winter", "officer@demo.example", "secretariat", "officer", "Project Officer"
        ),
        CastPlan("chair", "Matjaž Kovač", "chair@demo.example", "chair", "chair", "State Secretary"),
        CastPlan(
            "coordinator",
            "Marko Jurić",
            "croatia@demo.example",
            "hr",
            "coordinator",
            "Director of the Office",
        ),
        CastPlan(
            "other", "Elena Stoyanova", "bulgaria@demo.example", "bg", "coordinator", "Secretary General"
        ),
        CastPlan("substitute", "Милан Петровић", "serbia-substitute@demo.example", "rs", "substitute"),
        CastPlan(
            "local", "Ivana Babić", "croatia-local@demo.example", "hr", "local-team member", "Mobile team"
        ),
        CastPlan("former", "Luan Dervishi", "albania-former@demo.example", "al", "coordinator", "", -900, -1),
        CastPlan("newcomer", "Arben Leka", "albania@demo.example", "al", "coordinator", "Deputy Minister", 0),
        CastPlan("observer", "Henrik Dahl", "observer@demo.example", "observer", "observer"),
        CastPlan("funder", "Sophie Keller", "funder@demo.example", "funder", "observer"),
        CastPlan("admin", "Peter Novak", "admin@demo.example", is_administrator=True),
        CastPlan("bosnia", "Amra Begić", "bosnia@demo.example", "ba", "coordinator", "State Coordinator"),
        CastPlan("kosovo", "Vjosa Krasniqi", "kosovo@demo.example", "xk", "coordinator", "Deputy Minister"),
        CastPlan(
            "montenegro",
            "Jelena Perović",
            "montenegro@demo.example",
            "me",
            "coordinator",
            "Head of Department",
        ),
        CastPlan(
            "macedonia", "Бојана Трајковска", "macedonia@demo.example", "mk", "coordinator", "State Secretary"
        ),
        CastPlan("romania", "Andrei Munteanu", "romania@demo.example", "ro", "coordinator", "Director"),
        CastPlan(
            "serbia", "Никола Ђорђевић", "serbia@demo.example", "rs", "coordinator", "Head of the Office"
        ),
        CastPlan(
            "slovenia", "Tina Zupan", "slovenia@demo.example", "si", "coordinator", "National Coordinator"
        ),
    ),
)
