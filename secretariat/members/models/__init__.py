"""Networks, members, seats, people and mandates (``seats``), how people come and go (``comings``)
and what they are told in the morning (``digest``).
"""

from .comings import Activation, EmergencyOpening, Nomination, Notice, PersonalLink, Suspension, person_of
from .digest import DigestLine
from .seats import (
    Distinction,
    Mandate,
    Member,
    NameForm,
    Network,
    Person,
    Seat,
    mandate_ref,
    member_ref,
    network_ref,
    person_ref,
    seat_kinds,
    seat_ref,
)

__all__ = [
    "Activation",
    "DigestLine",
    "Distinction",
    "EmergencyOpening",
    "Mandate",
    "Member",
    "NameForm",
    "Network",
    "Nomination",
    "Notice",
    "Person",
    "PersonalLink",
    "Seat",
    "Suspension",
    "mandate_ref",
    "member_ref",
    "network_ref",
    "person_of",
    "person_ref",
    "seat_kinds",
    "seat_ref",
]
