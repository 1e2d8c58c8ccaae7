"""Pages about members, seats and people."""

from .accounts import activate, copy_link, open_account, remove_factors, renew, restore, suspend
from .letters import letters, stop_letter
from .mandates import dismiss, end_mandate, start_mandate
from .nominations import confirm, nomination, nominations, refuse, withdraw
from .people import add_name, add_person, merge, people, person
from .seats import add_member, member, members, note_names, seat

__all__ = [
    "activate",
    "add_member",
    "add_name",
    "add_person",
    "confirm",
    "copy_link",
    "dismiss",
    "end_mandate",
    "letters",
    "member",
    "members",
    "merge",
    "nomination",
    "nominations",
    "note_names",
    "open_account",
    "people",
    "person",
    "refuse",
    "remove_factors",
    "renew",
    "restore",
    "seat",
    "start_mandate",
    "stop_letter",
    "suspend",
    "withdraw",
]
