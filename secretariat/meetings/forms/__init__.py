"""Clean input about meetings, hosting offers, finding a date and days that are taken."""

from .agenda import ChangeItemForm, ItemForm, MaybeWhyForm, PlaceForm, TakeUpForm, WhyForm, hour_field
from .meetings import RINGS, ChangeForm, MeetingForm
from .offers import AnswerForm, OfferForm
from .outside import CalendarForm, FreeDaysForm
from .papers import ChangePaperForm, PaperForm
from .polls import CandidateForm, DatesForm, OpenPollForm, UntilForm
from .terms import TermForm

__all__ = [
    "RINGS",
    "AnswerForm",
    "CalendarForm",
    "CandidateForm",
    "ChangeForm",
    "ChangeItemForm",
    "ChangePaperForm",
    "DatesForm",
    "FreeDaysForm",
    "ItemForm",
    "MaybeWhyForm",
    "MeetingForm",
    "OfferForm",
    "OpenPollForm",
    "PaperForm",
    "PlaceForm",
    "TakeUpForm",
    "TermForm",
    "UntilForm",
    "WhyForm",
    "hour_field",
]
