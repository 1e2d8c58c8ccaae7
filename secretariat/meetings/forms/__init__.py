"""Clean input about meetings and hosting offers."""

from .agenda import ChangeItemForm, ItemForm, MaybeWhyForm, PlaceForm, TakeUpForm, WhyForm, hour_field
from .meetings import RINGS, ChangeForm, MeetingForm
from .offers import AnswerForm, OfferForm
from .papers import ChangePaperForm, PaperForm
from .terms import TermForm

__all__ = [
    "RINGS",
    "AnswerForm",
    "ChangeForm",
    "ChangeItemForm",
    "ChangePaperForm",
    "ItemForm",
    "MaybeWhyForm",
    "MeetingForm",
    "OfferForm",
    "PaperForm",
    "PlaceForm",
    "TakeUpForm",
    "TermForm",
    "WhyForm",
    "hour_field",
]
