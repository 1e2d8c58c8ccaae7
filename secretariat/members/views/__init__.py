"""Pages about members, seats and people."""

from .accounts import open_account
from .mandates import end_mandate, start_mandate
from .people import add_name, add_person, merge, people, person
from .seats import add_member, member, members, seat

__all__ = [
    "add_member",
    "add_name",
    "add_person",
    "end_mandate",
    "member",
    "members",
    "merge",
    "open_account",
    "people",
    "person",
    "seat",
    "start_mandate",
]
