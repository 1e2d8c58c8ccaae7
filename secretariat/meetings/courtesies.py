"""The fixed words of letters that invite: by kind of meeting, language and occasion. Nobody writes a courtesy.

Source: own choice, after the practice that a kind of letter has one opening and one closing for all addressees, so
that no State reads more or less warmth in its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from secretariat.toolbox.errors import RuleBroken

from .days_in_letters import Language

Occasion = Literal["invitation", "update", "cancellation"]

LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "French"}
OCCASIONS: tuple[Occasion, ...] = ("invitation", "update", "cancellation")


@dataclass(frozen=True, slots=True)
class _Style:
    """How an addressee is spoken to and taken leave of, in one language."""

    salutation: str
    closing: str


_STYLES: dict[tuple[str, str], _Style] = {
    ("office", "en"): _Style(
        "Madam, Sir,", "Please accept, Madam, Sir, the assurances of our high consideration."
    ),
    ("office", "fr"): _Style(
        "Madame, Monsieur,", "Veuillez agréer, Madame, Monsieur, l’assurance de notre haute considération."
    ),
    ("minister", "en"): _Style(
        "Excellency,", "Please accept, Excellency, the assurances of our highest consideration."
    ),
    ("minister", "fr"): _Style(
        "Excellence,", "Veuillez agréer, Excellence, l’assurance de notre très haute considération."
    ),
}

_KIND_WORDS: dict[str, tuple[str, str]] = {
    "plenary": ("the plenary meeting", "à la réunion plénière"),
    "technical": ("the technical meeting", "à la réunion technique"),
    "bilateral": ("the bilateral meeting", "à la réunion bilatérale"),
    "online": ("the online meeting", "à la réunion en ligne"),
    "ministerial": ("the ministerial meeting", "à la réunion ministérielle"),
    "conference": ("the conference", "à la conférence"),
}
INVITATION_KINDS = tuple(_KIND_WORDS)

_OPENING: dict[tuple[Occasion, str], str] = {
    (
        "invitation",
        "en",
    ): "On behalf of the Chair, the Secretariat of {network} has the honour to invite your "
    "delegation to {kind} “{title}”, which will be held {held}.",
    (
        "invitation",
        "fr",
    ): "Au nom de la Présidence, le Secrétariat de {network} a l’honneur d’inviter votre délégation "
    "{kind} « {title} », qui se tiendra {held}.",
    (
        "update",
        "en",
    ): "The Secretariat of {network} refers to its invitation to {kind} “{title}” and has the honour to "
    "inform your delegation that it will now be held {held}. This letter takes the place of the invitation.",
    (
        "update",
        "fr",
    ): "Le Secrétariat de {network} se réfère à son invitation {kind} « {title} » et a l’honneur "
    "d’informer votre délégation qu’elle se tiendra désormais {held}. La présente remplace l’invitation.",
    (
        "cancellation",
        "en",
    ): "The Secretariat of {network} refers to its invitation to {kind} “{title}”, planned "
    "{held}, and regrets to inform your delegation that it will not take place.",
    (
        "cancellation",
        "fr",
    ): "Le Secrétariat de {network} se réfère à son invitation {kind} « {title} », prévue {held}, "
    "et a le regret d’informer votre délégation qu’elle n’aura pas lieu.",
}

_ASKS: dict[str, str] = {
    "en": "Please let the Secretariat know by {reply_by} whether your delegation will take part. The message that brings "
    "this letter holds an address for the answer, and a calendar file that can be answered as it is.",
    "fr": "Veuillez faire savoir au Secrétariat avant la fin du {reply_by} si votre délégation y participera. Le message "
    "qui apporte la présente contient une adresse pour la réponse, ainsi qu’un fichier de calendrier auquel il peut "
    "être répondu directement.",
}

_ONLINE: dict[str, str] = {
    "en": "Whoever takes part receives the address of the online room in good time.",
    "fr": "Les participants recevront en temps utile l’adresse de la salle en ligne.",
}

_SUBJECT: dict[tuple[Occasion, str], str] = {
    ("invitation", "en"): "Invitation: {title}",
    ("invitation", "fr"): "Invitation : {title}",
    ("update", "en"): "Change: {title}",
    ("update", "fr"): "Modification : {title}",
    ("cancellation", "en"): "Cancellation: {title}",
    ("cancellation", "fr"): "Annulation : {title}",
}

_AT_PLACE = {"en": ", in {place}", "fr": ", à {place}"}
_REASON = {"en": "The reason: {reason}.", "fr": "Le motif : {reason}."}


@dataclass(frozen=True, slots=True)
class MeetingWords:
    """What a letter tells of a meeting: ``held`` and ``reply_by`` already in words of the letter's language."""

    network: str
    title: str
    held: str
    place: str = ""
    reply_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The words of one letter, from its subject to its courtesy; ``paragraphs`` stand between the two."""

    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    courtesy: str


def network_in_words(name: str, language: Language) -> str:
    """The name of a network within a sentence: "the Network of Coordinators"; in French between quotation marks, since
    it stands there as it is. Source: own choice.
    """
    if language == "fr":
        return f"« {name} »"
    return name if name.casefold().startswith("the ") else f"the {name}"


def letter_words(
    occasion: Occasion, kind: str, language: Language, meeting: MeetingWords, own: str = ""
) -> LetterWords:
    """A letter's words: the fixed ones of its kind and language around ``own``, the middle paragraphs of this
    invitation (a line break begins a new one), which only the invitation itself has.

    Raises RuleBroken (``meetings.letter_kind``, ``meetings.letter_language``) for one that has no fixed words.
    """
    if kind not in _KIND_WORDS:
        raise RuleBroken(
            "meetings.letter_kind", f"There are no words for an invitation of the kind “{kind}”."
        )
    if language not in LANGUAGES:
        raise RuleBroken("meetings.letter_language", f"There are no words for letters in “{language}”.")
    style = _STYLES["minister" if kind == "ministerial" else "office", language]
    held = meeting.held
    if meeting.place and kind != "online":
        held += _AT_PLACE[language].format(place=meeting.place)
    named = _KIND_WORDS[kind][0 if language == "en" else 1]
    paragraphs = [
        _OPENING[occasion, language].format(
            network=network_in_words(meeting.network, language), kind=named, title=meeting.title, held=held
        )
    ]
    if occasion == "cancellation":
        if meeting.reason:
            paragraphs.append(_REASON[language].format(reason=meeting.reason.rstrip(". ")))
    else:
        if occasion == "invitation":
            paragraphs += [line.strip() for line in own.splitlines() if line.strip()]
        if kind == "online":
            paragraphs.append(_ONLINE[language])
        if meeting.reply_by:
            paragraphs.append(_ASKS[language].format(reply_by=meeting.reply_by))
    return LetterWords(
        _SUBJECT[occasion, language].format(title=meeting.title),
        style.salutation,
        tuple(paragraphs),
        style.closing,
    )


OFFICE: Mapping[str, str] = {"en": "The Secretariat", "fr": "Le Secrétariat"}
"""Who writes, at the head and at the foot of a letter."""

AGENDA: Mapping[str, str] = {"en": "Agenda", "fr": "Ordre du jour"}
"""What the enclosed agenda is called among the annexes."""
