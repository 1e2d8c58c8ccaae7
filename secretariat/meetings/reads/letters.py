"""What a letter and its calendar file say of a meeting, taken from the rows as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

from secretariat.access.rules import Actor, Ring, SeatKind
from secretariat.members.models import Mandate, Network, Seat

from ..calendar_files import Addressee, Happening
from ..courtesies import AGENDA, OFFICE, LetterWords, MeetingWords, Occasion, letter_words
from ..days_in_letters import Language, day_in_words, days_held, hours_held
from ..models import Invitation, Meeting

_TAGS = {"en": "en-GB", "fr": "fr-FR"}


def uid_of(meeting: Meeting) -> str:
    """The identity of a meeting in every calendar file and in the personal feed; the same for ever."""
    return f"{meeting.ref}@{meeting.network.ref}"


def happening_of(meeting: Meeting, sequence: int) -> Happening:
    """A meeting as a calendar file tells it. Hours in the zone of the place where they are known, else whole days.

    No query for a meeting with its network.
    """
    starts: date | datetime = meeting.starts_on
    ends: date | datetime = meeting.ends_on
    if meeting.opens_at is not None and meeting.closes_at is not None:
        starts, ends = meeting.opens_at, meeting.closes_at
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Happening(
        uid=uid_of(meeting),
        sequence=sequence,
        title=meeting.title,
        network=meeting.network.short_name,
        is_closed=meeting.is_closed,
        is_public=meeting.ring == Ring.PUBLIC,
        starts=starts,
        ends=ends,
        zone=meeting.own_zone,
        organiser_name=name or meeting.network.name,
        organiser_address=address,
        place=meeting.place,
        url=settings.BASE_URL + reverse("desk:meeting", args=[meeting.ref]),
    )


def addressee_of(mandate: Mandate) -> Addressee:
    """Whom a letter is to: the name, and the address with which its holder signs in."""
    account = mandate.person.account
    return Addressee(mandate.person.name, account.email if account is not None else "")


def held_in_words(meeting: Meeting, language: Language) -> str:
    """When a meeting is held, with the hours in the zone of its place where they are known."""
    if meeting.opens_at is not None and meeting.closes_at is not None:
        return hours_held(meeting.opens_at, meeting.closes_at, meeting.own_zone, language)
    return days_held(meeting.starts_on, meeting.ends_on, language)


def words_of(invitation: Invitation, occasion: Occasion) -> LetterWords:
    """The words of an invitation's letter, as it would be written now. No query."""
    meeting, language = invitation.meeting, _language(invitation)
    return letter_words(
        occasion,
        invitation.kind,
        language,
        MeetingWords(
            network=meeting.network.name,
            title=meeting.title,
            held=held_in_words(meeting, language),
            place=meeting.place,
            reply_by=day_in_words(invitation.reply_by, language),
            reason=meeting.cancelled_because,
        ),
        invitation.middle,
    )


def _language(invitation: Invitation) -> Language:
    return "fr" if invitation.language == "fr" else "en"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: the name of whoever sends, and for which office."""

    name: str
    office: str


def signatory(actor: Actor, network: Network, language: str) -> Signatory:
    """Who signs a letter that the actor sends: an officer for the Secretariat, the Chair for the Chair."""
    at_secretariat = actor.acts_at(SeatKind.SECRETARIAT, network_id=network.pk)
    offices = [
        s.seat_label for s in actor.standings if s.network_id == network.pk and s.seat_kind == SeatKind.CHAIR
    ]
    office = OFFICE[language] if at_secretariat or not offices else offices[0]
    return Signatory(actor.label if actor.kind == "person" else "", office)


def content_of(
    invitation: Invitation,
    occasion: Occasion,
    mandate: Mandate,
    *,
    number: str,
    on: date,
    signed: Signatory,
    secretariat: Seat | None,
) -> dict[str, object]:
    """Every word of a letter to the holder of a mandate, as plain values that are kept for good. No query for rows with
    person, seat, member and network.
    """
    words, language = words_of(invitation, occasion), _language(invitation)
    network, seat, person = invitation.meeting.network, mandate.seat, mandate.person
    member = seat.member
    return {
        "language": _TAGS[language],
        "ring": invitation.meeting.ring,
        "ref": f"{network.short_name}/{number}",
        "office": OFFICE[language],
        "network": network.name,
        "from": [secretariat.institution] if secretariat is not None and secretariat.institution else [],
        "place_and_date": f"{_city(network.zone)}, {day_in_words(on, language)}",
        "addressee": [
            f"{person.honorific} {person.name}".strip(),
            mandate.title or mandate.function,
            *([seat.institution] if seat.institution else []),
            *([f"{member.official_name}{member.footnote_mark}"] if member is not None else []),
        ],
        "title": words.subject,
        "salutation": words.salutation,
        "text": "\n".join(words.paragraphs),
        "courtesy": words.courtesy,
        "signature": [line for line in (signed.name, signed.office) if line],
        "annexes": _annexes(invitation) if occasion == "invitation" else [],
        "footnotes": [[member.footnote_mark, member.footnote]]
        if member is not None and member.footnote_mark
        else [],
    }


def _annexes(invitation: Invitation) -> list[str]:
    agenda = [AGENDA[invitation.language]] if invitation.with_agenda else []
    return agenda + [line.strip() for line in invitation.enclosures.splitlines() if line.strip()]


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
