"""Every query about sources, readings, facts and origins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Case, Count, Prefetch, Q, QuerySet, When

from secretariat.access.reads import visible
from secretariat.access.rules import Actor
from secretariat.commitments.reads import visible_commitments
from secretariat.meetings.models import Attendance, Meeting
from secretariat.meetings.reads import visible_meetings, visible_offers
from secretariat.members.models import Mandate, Network
from secretariat.members.reads import find_people, member_by_words, visible_people
from secretariat.minutes.reads import is_speaker_hidden, visible_entries
from secretariat.toolbox.errors import RuleBroken, SourceUnreadable
from secretariat.toolbox.names import Likeness
from secretariat.toolbox.vault import Keyring, load_keyring

from . import store
from .models import Fact, Origin, Reading, Source
from .reading.inspection import Finding
from .reading.sniff import DOCX, PDF
from .rules import Piece, doubt_in, in_words, pieces_of


def visible_sources(actor: Actor) -> QuerySet[Source]:
    """The old papers the actor may see, newest first."""
    return Source.objects.filter(visible(actor)).select_related("network")


def visible_readings(actor: Actor) -> QuerySet[Reading]:
    """The readings the actor may see (Chair and Secretariat), newest first."""
    return Reading.objects.filter(
        visible(actor, seat="source__seat_id"),
        visible(actor, ring="source__ring", seat="source__seat_id"),
    ).select_related("source", "meeting", "network")


def visible_facts(actor: Actor) -> QuerySet[Fact]:
    """The facts of the readings the actor may see, in the order of the paper."""
    return Fact.objects.filter(reading__in=visible_readings(actor)).select_related("reading", "match")


def visible_origins(actor: Actor) -> QuerySet[Origin]:
    """The places in sources the actor may see: the source's ring decides, not the reading's."""
    return Origin.objects.filter(
        visible(actor, ring="reading__source__ring", seat="reading__source__seat_id")
    ).select_related("reading", "reading__source")


def sources_folder() -> Path:
    """Where papers lie on the disk."""
    return Path(settings.FILES) / "sources"


def keyring() -> Keyring:
    """The keys as they lie in the keys folder now: a key that was added since the start counts at once."""
    return load_keyring(settings.KEYS)


@contextmanager
def opened_source(source: Source) -> Iterator[Path]:
    """A paper as it was handed in, checked, in a private file that goes away with the block.

    For the machine and its reader: whoever serves it asks ``served_source``. Raises SourceUnreadable when it is missing,
    damaged or altered. No query, but one where it was sealed anew since the row was read.
    """
    kept = store.Kept(source.stored_name, source.sha256, source.size, source.key_id)
    if not (sources_folder() / kept.stored_name).exists():
        now = Source.objects.filter(pk=source.pk).values_list("stored_name", "key_id").first()
        stored_name, key_id = now or (kept.stored_name, kept.key_id)
        kept = store.Kept(stored_name, kept.sha256, kept.size, key_id)
    with store.opened(kept, sources_folder(), keyring(), settings.HOME) as path:
        yield path


@contextmanager
def served_source(source: Source) -> Iterator[Path]:
    """As ``opened_source``, for a person: raises RuleBroken while the paper is held or not looked
    through. No query.
    """
    if source.state != "kept":
        raise RuleBroken("archive.held", source.held_because)
    with opened_source(source) as path:
        yield path


def held_sources() -> QuerySet[Source]:
    """Papers that wait for the virus scanner, oldest first; for the machine, shown to nobody."""
    return Source.objects.filter(state="held").order_by("pk")


def sources_sealed_otherwise(key_id: str) -> QuerySet[Source]:
    """Papers not sealed to this key, oldest first; for the machine, shown to nobody."""
    return Source.objects.exclude(key_id=key_id).order_by("pk")


def findings_of(source: Source) -> tuple[Finding, ...]:
    """What a paper does beside holding words. No query."""
    return tuple(Finding(found["kind"], found["detail"]) for found in source.findings)


def has_safe_copy(source: Source) -> bool:
    """Whether a safe copy can be made: of a text none is needed. No query."""
    return source.media_type in {DOCX, PDF}


def origin_of(actor: Actor, thing_ref: str) -> Origin | None:
    """The place in a source that a thing came from, if the actor may see both, and who spoke it. Two queries."""
    found = visible_origins(actor).filter(thing_ref=thing_ref).first()
    return found if found is not None and _may_trace(actor, found) else None


def _may_trace(actor: Actor, origin: Origin) -> bool:
    """Whether the thing itself is open to the actor: its place in a paper would tell its words, and beside
    them who spoke, also where the Chatham House Rule hides that.
    """
    ref = origin.thing_ref
    if origin.thing_kind == "entry":
        entry = visible_entries(actor).filter(ref=ref).first()
        return entry is not None and not is_speaker_hidden(actor, entry)
    if origin.thing_kind == "commitment":
        line = visible_commitments(actor).filter(ref=ref).first()
        return line is not None and (line.entry is None or not is_speaker_hidden(actor, line.entry))
    doors = {"meeting": visible_meetings, "offer": visible_offers, "person": visible_people}
    door = doors.get(origin.thing_kind)
    return door is not None and door(actor).filter(ref=ref).exists()


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact as the review prints it: a word for its kind, a sentence, and what is asked about a person."""

    fact: Fact
    word: str
    sentence: str
    detail: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Review:
    """A reading laid out for review: source in pieces on one side, groups of facts on the other."""

    reading: Reading
    pieces: tuple[Piece, ...]
    groups: tuple[tuple[str, tuple[FactLine, ...]], ...]
    settled: int
    count: int
    people: dict[str, str]
    known: tuple[Meeting, ...]
    strangers: tuple[str, ...]


_GROUPS = (
    ("header", "The meeting"),
    ("person", "People"),
    ("entry", "What was said"),
    ("output", "Documents asked for"),
    ("ahead", "Meetings ahead"),
)


def review_of(actor: Actor, reading: Reading) -> Review:
    """A reading laid out for review, with the meetings already known on its days, and the names of
    countries and organisations that are no members here. Three queries.
    """
    facts = list(visible_facts(actor).filter(reading=reading))
    people = {f.key.partition(".")[2]: str(f.current["name"]) for f in facts if f.kind == "person"}
    lines = {f.pk: _line(f, reading.text, people) for f in facts}
    groups = tuple((title, tuple(lines[f.pk] for f in facts if f.kind == kind)) for kind, title in _GROUPS)
    spans = [(f.key, f.span) for f in facts if f.span is not None]
    return Review(
        reading,
        pieces_of(reading.text, [(key, span) for key, span in spans if span is not None]),
        tuple(group for group in groups if group[1]),
        sum(f.state != "proposed" for f in facts),
        len(facts),
        people,
        _known_on_its_days(actor, reading, {f.key: f for f in facts if f.kind == "header"}),
        _strangers(reading, facts),
    )


def _strangers(reading: Reading, facts: list[Fact]) -> tuple[str, ...]:
    """Whom people of a paper speak for without being a member here: they would lose their seat."""
    look_up = member_by_words(reading.network)
    named = (str(f.current.get("member") or "") for f in facts if f.kind == "person" and f.state != "refused")
    return tuple(dict.fromkeys(words for words in named if words and look_up(words) is None))


def _known_on_its_days(actor: Actor, reading: Reading, header: dict[str, Fact]) -> tuple[Meeting, ...]:
    days = [
        str(header[key].current.get("value") or "")
        for key in ("header.starts_on", "header.ends_on")
        if key in header
    ]
    try:
        first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1] or days[0])
    except (IndexError, ValueError):
        return ()
    rows = visible_meetings(actor).filter(network=reading.network, starts_on__lte=last, ends_on__gte=first)
    return tuple(rows.exclude(reading=reading))


def settled_of(actor: Actor, reading: Reading) -> tuple[int, int]:
    """How many facts of a reading are settled, and how many there are. One query."""
    found = (
        visible_facts(actor)
        .filter(reading=reading)
        .aggregate(settled=Count("pk", filter=~Q(state="proposed")), count=Count("pk"))
    )
    return found["settled"], found["count"]


def sure_matches(actor: Actor, reading: Reading, facts: Sequence[Fact]) -> frozenset[int]:
    """Which of the facts (row ids) are surely the person proposed for them: the very same name in one of
    its forms, across scripts and diacritics, nobody else of that name, the same member, and no other
    person of the same paper. All others are told apart by a person, never here.

    Three queries, and one for each fact with a proposal.
    Source: own choice, because a namesake of another country is the likeliest way to merge two people.
    """
    asked = [fact for fact in facts if fact.match is not None and fact.match_is_confirmed is None]
    member_of = member_by_words(reading.network)
    sat_for = _members_sat_for([fact.match_id for fact in asked if fact.match_id])
    taken: Counter[int | None] = Counter(
        Fact.objects.filter(reading=reading, match_is_confirmed=True).values_list("match_id", flat=True)
    )
    sure = []
    for fact in asked:
        found = find_people(actor, reading.network, str(fact.current["name"]))
        same = [person.pk for person, word in found if word is Likeness.SAME]
        member = member_of(str(fact.current.get("member") or ""))
        known = sat_for.get(fact.match_id or 0, set())
        if same == [fact.match_id] and (member.pk in known if member else not known):
            sure.append(fact)
    taken.update(fact.match_id for fact in sure)
    return frozenset(fact.pk for fact in sure if taken[fact.match_id] == 1)


def _members_sat_for(people: Sequence[int]) -> dict[int, set[int]]:
    """The members each person sat for, by mandate or at a meeting. Two queries."""
    sat_for: dict[int, set[int]] = {}
    for rows in (Mandate.objects.all(), Attendance.objects.all()):
        found = rows.filter(person_id__in=people, seat__member__isnull=False)
        for person, member in found.values_list("person_id", "seat__member_id"):
            sat_for.setdefault(person, set()).add(member)
    return sat_for


def fact_line(actor: Actor, fact: Fact) -> FactLine:
    """One fact as the review prints it. One query, for the people of its reading."""
    rows = visible_facts(actor).filter(reading_id=fact.reading_id, kind="person")
    people = {f.key.partition(".")[2]: str(f.current["name"]) for f in rows}
    return _line(fact, fact.reading.text, people)


def _line(fact: Fact, text: str, people: dict[str, str]) -> FactLine:
    word, sentence, detail = in_words(fact.key, fact.current, people)
    # What a person corrected is judged by the correction; the source stays as it is.
    span = fact.span if fact.corrected is None else None
    return FactLine(fact, word, sentence, detail, doubt_in(text, span, f"{sentence}\n{detail}"))


def people_of(actor: Actor, reading: Reading) -> dict[str, str]:
    """The people a reading names: its own references, with names. One query."""
    rows = visible_facts(actor).filter(reading=reading, kind="person")
    return {f.key.partition(".")[2]: str(f.current["name"]) for f in rows}


def sources_of(actor: Actor, network: Network) -> QuerySet[Source]:
    """The papers of a network with their readings, newest first. Two queries when listed."""
    readings = Prefetch("readings", queryset=visible_readings(actor), to_attr="seen_readings")
    return visible_sources(actor).filter(network=network).prefetch_related(readings)


def reading_text(actor: Actor, source: Source) -> Reading | None:
    """The reading whose text a source is shown by: the accepted one, else the newest that was read. One query.

    The text of a source is shown to whoever may see the source; the reading's facts are not in it.
    """
    rows = Reading.objects.filter(source=source, source__in=visible_sources(actor)).exclude(text="")
    return rows.order_by(Case(When(state="accepted", then=0), default=1), "-pk").first()


def file_faults() -> tuple[int, list[tuple[str, str]]]:
    """How many stored papers there are, and which of them are missing, damaged or altered
    (reference, sentence).

    For the machine's own check; shows no paper. One query, and every file opened and read once.
    """
    faults: list[tuple[str, str]] = []
    count = 0
    for source in Source.objects.order_by("pk").iterator(chunk_size=500):
        count += 1
        try:
            with opened_source(source):
                pass
        except SourceUnreadable as fault:
            faults.append((source.ref, fault.message))
    return count, faults


def stuck_readings(actor: Actor, *, before: datetime) -> QuerySet[Reading]:
    """Readings that began before an instant and never came to an end. One query when listed."""
    return visible_readings(actor).filter(state="reading", started_at__lt=before)


def waiting_readings(*, before: datetime) -> QuerySet[Reading]:
    """Readings that wait, of papers that came before an instant and are not held, oldest first; for the
    machine, shown to nobody.
    """
    rows = Reading.objects.filter(state="waiting", source__added_at__lt=before).exclude(source__state="held")
    return rows.select_related("source").order_by("pk")


def stored_names() -> set[str]:
    """The names of all files that a row knows. One query."""
    return set(Source.objects.values_list("stored_name", flat=True))
