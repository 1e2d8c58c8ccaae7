"""Every write about networks, members, seats, people and mandates."""

from .accounts import open_account
from .links import keep_own_link, make_link, revoke_link, use_link
from .mandates import attest_mandate, end_mandate, forget_attestation, start_mandate
from .merging import merge_people
from .people import (
    add_another_person,
    add_name_form,
    add_person,
    distinguish_people,
    forget_name_form,
    remove_person,
)
from .seats import add_member, add_member_with_seat, add_seat, create_network

__all__ = [
    "add_another_person",
    "add_member",
    "add_member_with_seat",
    "add_name_form",
    "add_person",
    "add_seat",
    "attest_mandate",
    "create_network",
    "distinguish_people",
    "end_mandate",
    "forget_attestation",
    "forget_name_form",
    "keep_own_link",
    "make_link",
    "merge_people",
    "open_account",
    "remove_person",
    "revoke_link",
    "start_mandate",
    "use_link",
]
