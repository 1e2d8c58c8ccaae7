"""Every query about networks, members, seats, people and mandates."""

from .actors import actor_for_account, in_force_q
from .people import (
    CastLine,
    PersonPage,
    alike_people,
    cast_lines,
    find_people,
    people_list,
    person_page,
    visible_people,
)
from .seats import (
    MandateLine,
    SeatLine,
    SeatPage,
    main_network,
    member_by_words,
    network_here,
    seat_page,
    seats_with_holders,
    visible_mandates,
    visible_members,
    visible_networks,
    visible_seats,
)

__all__ = [
    "CastLine",
    "MandateLine",
    "PersonPage",
    "SeatLine",
    "SeatPage",
    "actor_for_account",
    "alike_people",
    "cast_lines",
    "find_people",
    "in_force_q",
    "main_network",
    "member_by_words",
    "network_here",
    "people_list",
    "person_page",
    "seat_page",
    "seats_with_holders",
    "visible_mandates",
    "visible_members",
    "visible_networks",
    "visible_people",
    "visible_seats",
]
