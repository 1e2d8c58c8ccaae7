"""Every write about meetings, attendance, agendas, papers, terms of reference and hosting offers."""

from .agenda import (
    adopt_agenda,
    begin_agenda,
    change_item,
    place_item,
    postpone_item,
    propose_item,
    purge_item,
    send_agenda,
    take_up_item,
    withdraw_item,
)
from .meetings import (
    cancel_meeting,
    change_meeting,
    create_meeting,
    note_attendance,
    purge_meeting,
    remove_meeting,
)
from .offers import answer_offer, lapse_offer, note_offer, purge_offer, remind_of_offer, remove_offer
from .papers import (
    Delivered,
    announce_paper,
    change_paper,
    deliver_paper,
    purge_paper,
    put_in_book,
    review_paper,
    withdraw_paper,
)
from .presence import note_presence
from .terms import decide_term, prepare_term, withdraw_term

__all__ = [
    "Delivered",
    "adopt_agenda",
    "announce_paper",
    "answer_offer",
    "begin_agenda",
    "cancel_meeting",
    "change_item",
    "change_meeting",
    "change_paper",
    "create_meeting",
    "decide_term",
    "deliver_paper",
    "lapse_offer",
    "note_attendance",
    "note_offer",
    "note_presence",
    "place_item",
    "postpone_item",
    "prepare_term",
    "propose_item",
    "purge_item",
    "purge_meeting",
    "purge_offer",
    "purge_paper",
    "put_in_book",
    "remind_of_offer",
    "remove_meeting",
    "remove_offer",
    "review_paper",
    "send_agenda",
    "take_up_item",
    "withdraw_item",
    "withdraw_paper",
    "withdraw_term",
]
