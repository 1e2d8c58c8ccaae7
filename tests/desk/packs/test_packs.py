"""The welcome pack of a seat and the handover pack of a Chair: live, no wider than the pages, on paper too."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pikepdf
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.commitments import actions as commitments
from secretariat.commitments.models import Commitment
from secretariat.desk.packs.reads import Pack, handover_pack, is_newcomer, paper_of, welcome_pack
from secretariat.meetings import actions as meetings
from secretariat.meetings.models import HostingOffer, Meeting
from secretariat.members import actions as members
from secretariat.members.models import Mandate, Member, Person, Seat
from secretariat.toolbox import clock
from tests.abuse.doors import enrol_code_app
from tests.cast import Cast, Player


@pytest.fixture
def promised(cast: Cast, meeting: Meeting) -> Commitment:
    """Alba owes one thing and has done another; Bresta owes a third."""
    officer = cast.officer.actor
    for seat, words, due in (
        ("ab", "Write the common guide.", date(2026, 12, 31)),
        ("br", "Send the list of local teams.", date(2026, 11, 1)),
        ("ab", "Name a contact.", None),
    ):
        line = commitments.note_commitment(
            officer, meeting=meeting, words=words, kind="proposal", seat=cast.seats[seat], due_on=due
        )
    commitments.report_progress(
        cast.coordinator.actor, commitment=line, words="Named.", evidence="Letter", state="done"
    )
    meetings.create_meeting(
        officer, network=cast.network, title="Spring meeting", starts_on=date(2027, 4, 2), place="Sunport"
    )
    meetings.note_offer(
        officer, network=cast.network, seat=cast.seats["dr"], place="Drenaville", period_words="autumn 2027"
    )
    return line


def pack_of(player: Player, cast: Cast) -> Pack:
    return welcome_pack(player.actor, cast.network, clock.today())


def rows(pack: Pack, key: str) -> list[tuple[str, ...]]:
    return [row.cells for part in pack.parts if part.key == key for row in part.rows]


def test_a_newcomer_finds_what_the_seat_promised_and_what_became_of_it(
    cast: Cast, promised: Commitment
) -> None:
    pack = pack_of(cast.coordinator, cast)
    assert rows(pack, "open") == [("Write the common guide.", "31 December 2026", "Harbour talks")]
    assert rows(pack, "finished") == [("Name a contact.", "done on 24 November 2026", "Harbour talks")]
    assert rows(pack, "dates") == [("2 April 2027", "Spring meeting", "Sunport")]
    assert pack.for_whom == "For Ana Đurić, coordinator, Seat of Alba"
    assert len(rows(pack, "how")) == 6


def test_what_is_done_or_dropped_stands_under_what_became_of_it_and_what_is_open_under_by_when(
    cast: Cast,
) -> None:
    pack = pack_of(cast.coordinator, cast)
    heads = {part.key: part.head for part in pack.parts if part.key in {"open", "finished"}}
    assert heads == {
        "open": ("What", "By when", "Agreed at"),
        "finished": ("What", "What became of it", "Agreed at"),
    }


def test_contacts_stand_in_the_order_of_states_and_a_vacant_seat_among_them(cast: Cast) -> None:
    people = rows(pack_of(cast.coordinator, cast), "people")
    assert [cells[0] for cells in people] == [
        *("Alba", "Alba", "Bresta", "Corvia", "Drena*", "Estara"),
        *("Chair", "Secretariat", "Seat of the observer", "Seat of the funder"),
    ]
    assert ("Estara", "vacant", "", "") in people
    assert ("Bresta", "Blagoja Ристов", "coordinator", "bresta@story.example") in people


def test_an_observer_is_told_no_name_no_record_and_no_closed_meeting(
    cast: Cast, promised: Commitment
) -> None:
    pack = pack_of(cast.observer, cast)
    words = " ".join(cell for part in pack.parts for row in part.rows for cell in row.cells)
    for hidden in ("Ana Đurić", "Harbour talks", "Spring meeting", "guide", "bresta@story.example"):
        assert hidden not in words
    assert pack.ring == "public"


def test_the_desk_points_a_newcomer_to_it_for_thirty_days(cast: Cast) -> None:
    page = "New at your seat?"
    assert page in cast.newcomer.client.get(reverse("desk:home")).content.decode()
    assert page not in cast.coordinator.client.get(reverse("desk:home")).content.decode()
    today = clock.today()
    assert is_newcomer(cast.newcomer.actor, today + timedelta(days=30))
    assert not is_newcomer(cast.newcomer.actor, today + timedelta(days=31))
    assert not is_newcomer(cast.public_actor, today)


def test_the_first_visit_ends_with_the_codes_and_leads_on_to_it(cast: Cast) -> None:
    for player, to in ((cast.newcomer, "desk:welcome"), (cast.former, "desk:home")):
        client, _ = enrol_code_app(player.account)
        page = client.post(reverse("mfa_view_recovery_codes"), {"what": "new"}).content.decode()
        assert f'href="{reverse(to)}">They are kept, go on' in page
        assert client.get(reverse(to)).status_code == 200


def test_a_pack_is_marked_for_the_narrowest_thing_in_it(cast: Cast, promised: Commitment) -> None:
    pack = pack_of(cast.coordinator, cast)
    assert pack.ring == "members"
    assert paper_of(cast.coordinator.actor, cast.network, pack).marking == "Members only"


def test_a_new_chair_takes_over_what_is_owed_by_seat_in_the_order_of_states(
    cast: Cast, promised: Commitment
) -> None:
    pack = handover_pack(cast.chair.actor, cast.network, clock.today())
    owed = rows(pack, "owed")
    assert [cells[0] for cells in owed] == ["Alba", "Bresta", "nobody yet", "nobody yet"]
    assert owed[1] == ("Bresta", "Send the list of local teams.", "1 November 2026, overdue")
    assert [cells[:3] for cells in rows(pack, "offers")] == [("Drena*", "Drenaville", "autumn 2027")]
    assert rows(pack, "records")[0][0] == "Harbour talks"
    assert ("Record of Harbour talks", "draft") in rows(pack, "drafts")
    assert ("Estara", "vacant", "", "") in rows(pack, "people")


def test_mandates_that_end_soon_are_told_and_no_others(cast: Cast) -> None:
    today = clock.today()
    mandate, later = cast.other.role.mandate, cast.drena.role.mandate
    assert mandate is not None
    assert later is not None
    members.end_mandate(cast.officer.actor, mandate=mandate, ends_on=today + timedelta(days=90))
    members.end_mandate(cast.officer.actor, mandate=later, ends_on=today + timedelta(days=91))
    pack = handover_pack(cast.officer.actor, cast.network, today)
    assert rows(pack, "ending") == [("22 February 2027", "Blagoja Ристов", "coordinator, Bresta")]


def test_only_chair_and_secretariat_open_the_handover(cast: Cast) -> None:
    for name in ("desk:handover", "desk:handover_paper"):
        for player, code in (
            *((cast.chair, 200), (cast.officer, 200), (cast.coordinator, 404)),
            *((cast.observer, 404), (cast.admin, 404)),
        ):
            assert player.client.get(reverse(name)).status_code == code, name


def test_the_page_leads_to_each_thing_and_prints_the_footnote(cast: Cast, promised: Commitment) -> None:
    page = cast.coordinator.client.get(reverse("desk:welcome")).content.decode()
    assert (
        reverse("commitments:commitment", args=[Commitment.objects.get(words__startswith="Write").ref])
        in page
    )
    assert cast.members["dr"].footnote in page
    assert reverse("desk:welcome_paper") in page
    assert "Spring meeting" in page


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        textpage = page.get_textpage()
        texts.append(textpage.get_text_range())
        textpage.close()
        page.close()
    document.close()
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize(
    ("name", "marking"), [("welcome", "Members only"), ("handover", "Chair and Secretariat only")]
)
def test_the_paper_says_what_the_page_says_marked_and_tagged(
    cast: Cast, promised: Commitment, name: str, marking: str
) -> None:
    client = cast.chair.client
    answer = client.get(reverse(f"desk:{name}_paper"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.pdf"'
    text = text_of(answer.content)
    for words in ("Spring meeting", "Sunport", "Čedomir Vuković", marking):
        assert words in text, words
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert pdf.open_metadata()["pdfuaid:part"] == "1"


def fill(cast: Cast, size: int) -> None:
    for n in range(Meeting.objects.filter(title__startswith="Meeting ").count(), size):
        day = date(2027, 1, 1) + timedelta(days=n)
        meeting = Meeting.objects.create(
            network=cast.network, title=f"Meeting {n}", starts_on=day, ends_on=day
        )
        for state, done_on in (("open", None), ("done", date(2026, 11, 1))):
            Commitment.objects.create(
                network=cast.network,
                meeting=meeting,
                kind="proposal",
                words=f"Matter {n}",
                seat=cast.seats["ab"],
                due_on=day,
                state=state,
                done_on=done_on,
            )
        HostingOffer.objects.create(network=cast.network, seat=cast.seats["ab"], place=f"Town {n}")
        member = Member.objects.create(
            network=cast.network, code=f"X{n}", short_name=f"Land {n}", official_name=f"Land {n}"
        )
        seat = Seat.objects.create(
            network=cast.network, code=f"x{n}", kind="member", label=f"Seat {n}", member=member
        )
        person = Person.objects.create(network=cast.network, name=f"Person {n}", sort_key=f"person {n}")
        Mandate.objects.create(
            person=person, seat=seat, function="coordinator", starts_on=date(2020, 1, 1), ends_on=day
        )


@pytest.mark.parametrize(
    ("make", "player", "queries"), [("welcome", "coordinator", 9), ("handover", "chair", 12)]
)
def test_a_pack_costs_the_same_for_ten_and_for_two_hundred(
    cast: Cast, meeting: Meeting, make: str, player: str, queries: int
) -> None:
    actor = getattr(cast, player).actor
    read = {"welcome": welcome_pack, "handover": handover_pack}[make]

    def cost(size: int) -> int:
        fill(cast, size)
        with CaptureQueriesContext(connection) as asked:
            assert len(read(actor, cast.network, clock.today()).parts) == 8
        return len(asked)

    assert cost(10) == cost(200) == queries


@pytest.mark.parametrize("who", ["observer", "funder"])
def test_nobody_who_accompanies_the_network_is_told_of_promises_of_a_seat(cast: Cast, who: str) -> None:
    client = getattr(cast, who).client
    page = client.get(reverse("desk:welcome")).content.decode()
    for words in ("What your seat promised", "Your seat has offered", "not named here", "vacant"):
        assert words not in page
    assert "Nothing is asked of you" in page
    assert "How we work" in page
    home = client.get("/").content.decode()
    assert "your seat" not in home.partition("<main")[2]
    assert "What is open to you" in home
    assert "What your seat promised" in cast.coordinator.client.get(reverse("desk:welcome")).content.decode()
