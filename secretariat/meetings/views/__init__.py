"""Pages about meetings and hosting offers; the page of one meeting is the desk's."""

from .agenda import (
    adopt_agenda,
    change_item,
    item,
    move_item,
    postpone_item,
    propose_item,
    send_agenda,
    take_up_item,
    withdraw_item,
)
from .meetings import add_meeting, attended, cancel_meeting, change_meeting, meetings
from .offers import add_offer, offer
from .papers import announce_paper, change_paper, paper, put_in_book, review_paper, withdraw_paper
from .terms import decide_term, prepare_term, terms, withdraw_term

__all__ = [
    "add_meeting",
    "add_offer",
    "adopt_agenda",
    "announce_paper",
    "attended",
    "cancel_meeting",
    "change_item",
    "change_meeting",
    "change_paper",
    "decide_term",
    "item",
    "meetings",
    "move_item",
    "offer",
    "paper",
    "postpone_item",
    "prepare_term",
    "propose_item",
    "put_in_book",
    "review_paper",
    "send_agenda",
    "take_up_item",
    "terms",
    "withdraw_item",
    "withdraw_paper",
    "withdraw_term",
]
