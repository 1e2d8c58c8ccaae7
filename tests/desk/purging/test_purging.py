"""What should never have been entered goes for good; that it was purged, by whom and why, stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from secretariat.access.rules import Actor
from secretariat.archive.models import Fact, Origin, Reading, Source
from secretariat.archive.reads import sources_folder
from secretariat.audit.models import Deed
from secretariat.audit.reads import verify_chain
from secretariat.commitments.models import Progress
from secretariat.desk.actions import refresh_row
from secretariat.desk.models import SearchRow
from secretariat.desk.purging.forms import REASONS
from secretariat.desk.purging.kinds import PURGES, may_hold_the_same, purge_for
from secretariat.desk.purging.traces import erase_traces
from secretariat.meetings.actions import answer_offer, change_meeting
from secretariat.meetings.rules import PURGED
from secretariat.minutes.models import Entry, EntryRevision
from secretariat.publishing import actions as publishing
from secretariat.publishing.models import Release, ReleasedLine, RingChange
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from secretariat.toolbox.wrong_data import doubts
from tests.cast import Cast
from tests.story.world import CANARY, World, build_world

pytestmark = pytest.mark.real_time
REASON = "data of a case"


@pytest.fixture
def world(cast: Cast, tmp_path: Path) -> World:
    return build_world(cast, tmp_path)


def words_in_the_store() -> str:
    """Every word in every table, as it lies there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        found = []
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{name}"')
            found.append(str(cursor.fetchall()))
    return "\n".join(found)


def purged(world: World, actor: Actor, ref: str) -> None:
    purge, thing = purge_for(actor, ref)
    purge.carry_out(actor, thing, REASON)


def test_an_entry_goes_with_revisions_deeds_and_search_rows(world: World) -> None:
    refresh_row(world.entry)
    assert words_in_the_store().count(f"{CANARY}again") > 1
    officer = world.cast.officer.actor
    # The same words stand in the line that grew out of it and on the page prepared from it, nowhere else.
    publishing.draft_release(
        officer,
        meeting=world.meeting,
        title="Open",
        when_words="2025",
        lines=[(world.entry, world.entry.text)],
    )
    publishing.release_meeting(world.cast.chair.actor, release=Release.objects.get(meeting=world.meeting))
    (sentence,) = ReleasedLine.objects.filter(entry=world.entry)
    assert may_hold_the_same(officer, world.entry)[0][1] == reverse("desk:purge", args=[sentence.ref])
    purged(world, officer, sentence.ref)
    purged(world, officer, world.entry.ref)
    purged(world, officer, world.commitment.ref)
    refresh_row(world.entry)
    refresh_row(world.commitment)
    erase_traces()
    left = words_in_the_store()
    assert f"{CANARY}again" not in left
    assert f"{CANARY}entry" not in left
    assert f"{CANARY}behalf" not in left
    assert EntryRevision.objects.filter(entry=world.entry).count() == 3
    assert SearchRow.objects.filter(folded__contains="purged").exists()
    deed = Deed.objects.get(thing_ref=world.entry.ref, deed="minutes.purge_entry")
    assert deed.words is not None
    assert REASON in str(deed.words["thing"])
    assert verify_chain()[1] == []


def test_a_report_goes_with_its_evidence(world: World) -> None:
    report = Progress.objects.get(commitment=world.commitment)
    purged(world, world.cast.officer.actor, report.ref)
    left = words_in_the_store()
    assert f"{CANARY}progress" not in left
    assert f"{CANARY}evidence" not in left
    assert verify_chain()[1] == []


def test_a_paper_goes_with_file_text_and_facts(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    stored = sources_folder() / Source.objects.get(pk=world.source.pk).stored_name
    assert stored.is_file()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        purged(world, world.cast.officer.actor, world.source.ref)
    erase_traces()
    left = words_in_the_store()
    assert f"{CANARY}paper" not in left
    assert f"{CANARY}file" not in left
    assert not stored.exists()
    assert not Reading.objects.exists()
    assert not Fact.objects.exists()
    assert not Origin.objects.exists()
    assert Deed.objects.filter(deed="archive.purge_source", thing_ref=world.source.ref).exists()
    assert verify_chain()[1] == []


@pytest.mark.parametrize("kind", ["entry", "meeting", "offer", "commitment", "progress", "source"])
def test_only_the_secretariat_purges_and_says_why(world: World, kind: str) -> None:
    things = {"entry": world.entry, "commitment": world.commitment, "source": world.source}
    things |= {"meeting": world.meeting, "offer": world.offer}
    thing = things.get(kind) or Progress.objects.get(commitment=world.commitment)
    for role in ("chair", "coordinator", "other"):
        with pytest.raises(NotAllowed):
            PURGES[kind].carry_out(getattr(world.cast, role).actor, thing, REASON)
    for role in ("observer", "former"):
        with pytest.raises(NotVisible):
            PURGES[kind].carry_out(getattr(world.cast, role).actor, thing, REASON)
    with pytest.raises(RuleBroken):
        PURGES[kind].carry_out(world.cast.officer.actor, thing, "  ")


def test_on_its_page_one_reads_what_goes_and_what_else_may_hold_it(world: World) -> None:
    client = world.cast.officer.client
    address = reverse("desk:purge", args=[world.entry.ref])
    page = client.get(address).content.decode()
    assert "its words in every revision" in page
    assert reverse("desk:purge", args=[world.commitment.ref]) in page
    assert address in client.get(reverse("minutes:entry", args=[world.entry.ref])).content.decode()
    assert (
        address
        not in world.cast.chair.client.get(reverse("minutes:entry", args=[world.entry.ref])).content.decode()
    )
    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": REASON}, follow=True)
    shown = answer.content.decode()
    assert "(purged: this did not belong here)" in shown
    assert CANARY + "entry" not in shown
    assert client.get(reverse("desk:purge", args=[world.cast.network.ref])).status_code == 404


def test_the_reason_is_chosen_from_a_list_and_words_of_ones_own_are_refused(world: World) -> None:
    client, address = world.cast.officer.client, reverse("desk:purge", args=[world.entry.ref])
    page = client.get(address).content.decode()
    assert [reason for reason in REASONS if f'<option value="{reason}"' not in page] == []
    answer = client.post(address, {"reason": "It named Ana of Port Alba"})
    assert answer.status_code == 422
    assert f"{CANARY}entry" in str(Entry.objects.get(pk=world.entry.pk).text), "nothing was purged"
    assert doubts(" ".join(REASONS)) == ()


def test_what_is_purged_is_told_in_the_history_and_offered_no_second_time(world: World) -> None:
    client, report = world.cast.officer.client, Progress.objects.get(commitment=world.commitment)
    line = reverse("commitments:commitment", args=[world.commitment.ref])
    again = {ref: reverse("desk:purge", args=[ref]) for ref in (report.ref, world.commitment.ref)}
    assert [ref for ref, address in again.items() if address not in client.get(line).content.decode()] == []
    purged(world, world.cast.officer.actor, report.ref)
    page = client.get(line).content.decode()
    assert again[report.ref] not in page
    assert "is purged" in page
    purged(world, world.cast.officer.actor, world.commitment.ref)
    assert again[world.commitment.ref] not in client.get(line).content.decode()
    history = client.get(reverse("desk:history", args=[world.commitment.ref])).content.decode()
    assert history.count("purged words that did not belong here") == 2
    for kind, thing, own in (
        ("minutes:entry", world.entry, world.entry.ref),
        ("meetings:offer", world.offer, world.offer.ref),
        ("desk:meeting", world.meeting, world.meeting.ref),
    ):
        address = reverse("desk:purge", args=[own])
        assert address in client.get(reverse(kind, args=[thing.ref])).content.decode(), kind
        purged(world, world.cast.officer.actor, own)
        assert address not in client.get(reverse(kind, args=[thing.ref])).content.decode(), kind
        told = client.get(reverse("desk:history", args=[own])).content.decode()
        assert "purged words that did not belong here" in told, kind


def test_a_deed_of_a_purged_report_is_proved_to_whoever_sees_its_line(world: World) -> None:
    report = Progress.objects.get(commitment=world.commitment)
    purged(world, world.cast.officer.actor, report.ref)
    deed = Deed.objects.get(thing_ref=report.ref, deed="commitments.purge_progress")
    address = reverse("desk:proof", args=[deed.number])
    assert world.cast.officer.client.get(address).status_code == 200
    sees = world.cast.coordinator.client.get(reverse("commitments:commitment", args=[world.commitment.ref]))
    assert world.cast.coordinator.client.get(address).status_code == sees.status_code
    assert world.cast.observer.client.get(address).status_code == 404


def test_a_sentence_goes_from_a_page_that_everybody_reads_and_says_so_to_whoever_had_it_open(
    world: World,
) -> None:
    officer, secret = world.cast.officer, f"{CANARY}public"
    page = publishing.draft_release(
        officer.actor,
        meeting=world.meeting,
        title="Open",
        when_words="2025",
        lines=[(None, f"Not for {secret}"), (None, "For all")],
    )
    publishing.release_meeting(world.cast.chair.actor, release=page)
    shown = reverse("desk:public_meeting", args=[page.ref])
    assert secret in Client().get(shown).content.decode()
    sentence = page.lines.get(words__contains=secret)
    address = reverse("desk:purge", args=[sentence.ref])
    prepares = reverse("publishing:release", args=[world.meeting.ref])
    assert address in officer.client.get(prepares).content.decode()
    assert address not in world.cast.chair.client.get(prepares).content.decode()
    assert world.cast.chair.client.get(address).status_code == 403
    assert officer.client.post(address, {"reason": REASON}, follow=True).status_code == 200
    left = Client().get(shown).content.decode()
    assert secret not in left
    assert "For all" in left
    assert secret not in words_in_the_store()
    deed = Deed.objects.get(thing_ref=page.ref, deed="publishing.purge_release_line")
    assert REASON in str(deed.words)
    seen = page.version
    publishing.withdraw_release(officer.actor, release=page)
    with pytest.raises(Conflict):
        publishing.draft_release(
            officer.actor,
            meeting=world.meeting,
            title="Open",
            when_words="2025",
            lines=[(None, f"Not for {secret}")],
            version=seen,
        )
    with pytest.raises(RuleBroken):
        publishing.purge_release_line(officer.actor, line=sentence, reason=REASON)
    assert verify_chain()[1] == []


def test_only_the_secretariat_takes_a_sentence_off_a_page(world: World) -> None:
    (line,) = world.draft.lines.all()
    with pytest.raises(NotAllowed):
        publishing.purge_release_line(world.cast.chair.actor, line=line, reason=REASON)
    for role in ("coordinator", "observer", "former"):
        with pytest.raises(NotVisible):
            publishing.purge_release_line(getattr(world.cast, role).actor, line=line, reason=REASON)
    with pytest.raises(RuleBroken):
        publishing.purge_release_line(world.cast.officer.actor, line=line, reason=" ")
    assert ReleasedLine.objects.filter(pk=line.pk).exists()


@pytest.mark.parametrize("is_erased", [True, False])
def test_the_page_says_where_old_pages_of_the_store_still_hold_the_words(
    world: World, is_erased: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secretariat.desk.purging.views.erase_traces", lambda: is_erased)
    address = reverse("desk:purge", args=[world.entry.ref])
    shown = world.cast.officer.client.post(address, {"reason": REASON}, follow=True).content.decode()
    assert "Purged: the entry of a record." in shown
    assert ("old pages of the store still hold the words" in shown) is not is_erased


def test_a_meeting_goes_with_the_words_of_its_deeds_and_of_its_records(world: World) -> None:
    officer, meeting, seen = world.cast.officer, world.meeting, world.meeting.version
    address = reverse("desk:purge", args=[meeting.ref])
    assert address in officer.client.get(reverse("desk:meeting", args=[meeting.ref])).content.decode()
    officer.client.post(address, {"reason": REASON})
    refresh_row(meeting)
    erase_traces()
    left = words_in_the_store()
    for word in ("meeting", "place", "organiser", "chair", "theme", "office"):
        assert f"{CANARY}{word}" not in left
    meeting.refresh_from_db()
    assert (str(meeting), meeting.starts_on.year) == (PURGED, 2025)
    assert meeting.attendances.count() == 1
    with pytest.raises(Conflict):
        change_meeting(officer.actor, meeting=meeting, version=seen, title=f"{CANARY}meeting")
    assert REASON in str(Deed.objects.get(deed="meetings.purge_meeting").words)
    assert verify_chain()[1] == []


def test_an_offer_goes_with_the_words_of_its_deeds(world: World) -> None:
    officer, offer, seen = world.cast.officer, world.offer, world.offer.version
    address = reverse("desk:purge", args=[offer.ref])
    assert address in officer.client.get(reverse("meetings:offer", args=[offer.ref])).content.decode()
    officer.client.post(address, {"reason": REASON})
    refresh_row(offer)
    erase_traces()
    left = words_in_the_store()
    for word in ("offerplace", "when", "parent", "offertheme"):
        assert f"{CANARY}{word}" not in left
    offer.refresh_from_db()
    assert (offer.place, offer.state, offer.seat) == (PURGED, "open", world.cast.seats["ab"])
    with pytest.raises(Conflict):
        answer_offer(officer.actor, offer=offer, version=seen, state="withdrawn")
    assert verify_chain()[1] == []


def test_why_a_ring_was_changed_goes_and_that_it_was_stays(world: World) -> None:
    officer, secret = world.cast.officer, f"{CANARY}why"
    publishing.narrow_ring(officer.actor, thing=world.entry, ring="bureau", reason=f"Names {secret}")
    change = RingChange.objects.get(thing_ref=world.entry.ref)
    address = reverse("desk:purge", args=[change.ref])
    entry = world.entry
    assert address in officer.client.get(reverse("rights:exceptions")).content.decode()
    assert address in officer.client.get(reverse("desk:purge", args=[entry.ref])).content.decode()
    assert officer.client.post(address, {"reason": " "}).status_code == 422
    assert world.cast.chair.client.post(address, {"reason": REASON}).status_code == 403
    assert world.cast.coordinator.client.post(address, {"reason": REASON}).status_code == 404
    assert secret not in officer.client.post(address, {"reason": REASON}, follow=True).content.decode()
    assert secret not in words_in_the_store()
    change.refresh_from_db()
    assert (change.before, change.after, change.reason) == ("members", "bureau", PURGED)
    assert f"{change.ref} ({REASON})" in officer.client.get(reverse("desk:deeds")).content.decode()
    assert address not in officer.client.get(reverse("rights:exceptions")).content.decode()
    with pytest.raises(NotAllowed):
        publishing.purge_ring_reason(world.cast.coordinator.actor, change=change, reason=REASON)
    with pytest.raises(RuleBroken):
        publishing.purge_ring_reason(officer.actor, change=change, reason="  ")
    assert verify_chain()[1] == []
