"""Clean input about meetings and hosting offers."""

from .meetings import RINGS, ChangeForm, MeetingForm
from .offers import AnswerForm, OfferForm

__all__ = [
    "RINGS",
    "AnswerForm",
    "ChangeForm",
    "MeetingForm",
    "OfferForm",
]
