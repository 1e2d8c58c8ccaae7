"""Every write about networks, members, seats, people and mandates."""

from .accounts import (
    DOOR,
    open_account,
    remove_factors,
    renew_activation,
    restore_account,
    send_activation,
    show_activation,
    suspend_account,
    use_activation,
)
from .digest import queue_digests, take_back_lines, tell_seats
from .emergency import (
    agree_to_opening,
    ask_opening,
    close_opening,
    refuse_opening,
    see_in_emergency,
    withdraw_opening,
)
from .links import keep_own_link, make_link, revoke_link, use_link
from .mandates import attest_mandate, dismiss_person, end_mandate, forget_attestation, start_mandate
from .merging import merge_people
from .nominations import (
    Letter,
    confirm_nomination,
    nominate_person,
    refuse_nomination,
    seat_newcomer,
    withdraw_nomination,
)
from .notices import (
    claim_notice,
    forget_letters,
    note_problem,
    queue_notice,
    refuse_notice,
    send_notice,
    stop_notice,
)
from .people import (
    add_another_person,
    add_name_form,
    add_person,
    distinguish_people,
    forget_name_form,
    remove_person,
)
from .seats import add_member, add_member_with_seat, add_seat, create_network
from .telling import tell_of_export

__all__ = [
    "DOOR",
    "Letter",
    "add_another_person",
    "add_member",
    "add_member_with_seat",
    "add_name_form",
    "add_person",
    "add_seat",
    "agree_to_opening",
    "ask_opening",
    "attest_mandate",
    "claim_notice",
    "close_opening",
    "confirm_nomination",
    "create_network",
    "dismiss_person",
    "distinguish_people",
    "end_mandate",
    "forget_attestation",
    "forget_letters",
    "forget_name_form",
    "keep_own_link",
    "make_link",
    "merge_people",
    "nominate_person",
    "note_problem",
    "open_account",
    "queue_digests",
    "queue_notice",
    "refuse_nomination",
    "refuse_notice",
    "refuse_opening",
    "remove_factors",
    "remove_person",
    "renew_activation",
    "restore_account",
    "revoke_link",
    "seat_newcomer",
    "see_in_emergency",
    "send_activation",
    "send_notice",
    "show_activation",
    "start_mandate",
    "stop_notice",
    "suspend_account",
    "take_back_lines",
    "tell_of_export",
    "tell_seats",
    "use_activation",
    "use_link",
    "withdraw_nomination",
    "withdraw_opening",
]
