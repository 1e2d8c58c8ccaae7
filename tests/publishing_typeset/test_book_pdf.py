"""The book of a meeting: every paper whole and in its place, every page stamped, nothing that acts by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name
from PIL import ImageChops

from secretariat.publishing.typeset import BookData, BookPaper, BookPart, agenda_pdf, book_pdf, report_pdf
from secretariat.toolbox.errors import SourceUnreadable

from .sample_papers import AGENDA
from .sample_pdfs import acting, damaged, foreign_pdf, inheriting, mutant
from .sample_report import long_report, short_report
from .test_report_pdf import opened, pages, tags


def paper(symbol: str, pdf: bytes, title: str = "A paper") -> BookPaper:
    return BookPaper(symbol=symbol, title=title, pdf=pdf)


@cache
def book() -> BookData:
    return BookData(
        network_name="Network of Coordinators of the Lantern Coast",
        marking="Members only",
        ref="LC/2031/BK.12",
        title="Book of the twelfth meeting",
        state_word="Second issue",
        for_whom="For the delegation of Osteria*",
        meeting=AGENDA.meeting,
        agenda=agenda_pdf(AGENDA),
        agenda_ref=AGENDA.ref,
        parts=(
            BookPart(
                title="3. Извештај о раду",
                papers=(
                    BookPaper(
                        symbol="LC/2031/WP.4",
                        title="Report of Osteria*",
                        state="late",
                        pdf=report_pdf(long_report()),
                    ),
                    paper("LC/2031/WP.5", report_pdf(short_report()), "Έκθεση προόδου"),
                ),
            ),
            BookPart(
                title="4. Early warning", papers=(paper("LC/2031/WP.6", foreign_pdf("one", "two"), "A scan"),)
            ),
            BookPart(title="5. Next meetings"),
        ),
        footnotes=AGENDA.footnotes,
        made_at=AGENDA.made_at,
    )


@cache
def bound() -> bytes:
    return book_pdf(book())


def with_paper(pdf: bytes) -> BookData:
    return replace(book(), agenda=b"", parts=(BookPart(title="Item", papers=(paper("LC/9", pdf),)),))


LENGTHS = {"LC/2031/BK.12": 2, "LC/2031/AG.12": 2, "LC/2031/WP.4": 15, "LC/2031/WP.5": 2, "LC/2031/WP.6": 2}


def test_every_page_of_every_paper_stands_in_order_with_its_stamp() -> None:
    texts = pages(bound())
    total = sum(LENGTHS.values())
    assert len(texts) == total
    wanted = [symbol for symbol, length in LENGTHS.items() for _ in range(length)]
    for number, (text, symbol) in enumerate(zip(texts, wanted, strict=True), start=1):
        assert text.count(f"Members only · {symbol} · book page {number} of {total}") == 1
    assert "Twelfth meeting of coordinators" in texts[2]
    assert "Report of the long session" in texts[4]
    assert "one" in texts[-2]
    assert "two" in texts[-1]


def test_the_contents_name_the_page_of_each_paper_and_lead_there() -> None:
    first = {"LC/2031/AG.12": 3, "LC/2031/WP.4": 5, "LC/2031/WP.5": 20, "LC/2031/WP.6": 22}
    contents = " ".join(pages(bound())[1].split())
    places = [contents.index(symbol) for symbol in first]
    assert places == sorted(places)
    for symbol, page in first.items():
        assert re.search(rf"{re.escape(symbol)} [^/]+? {page}\b", contents), symbol
    assert "late" in contents
    assert "5. Next meetings No papers yet." in contents
    with opened(bound()) as document:
        numbers = {page.obj.objgen: at for at, page in enumerate(document.pages, start=1)}
        led = [numbers[note.Dest[0].objgen] for note in document.pages[1].Annots if Name.Dest in note]
        assert all(Name.A not in note for note in document.pages[1].Annots)
    assert [page for page in led if page in first.values()] == [
        page for page in first.values() for _ in range(3)
    ]


def test_contents_of_several_pages_still_name_the_right_pages() -> None:
    papers = tuple(paper(f"LC/2031/WP.{at}", foreign_pdf(f"word{at}"), f"Paper {at}") for at in range(1, 91))
    texts = pages(book_pdf(replace(book(), agenda=b"", parts=(BookPart(title="All", papers=papers),))))
    front = next(at for at, text in enumerate(texts) if "word1\r" in text or text.startswith("word1"))
    assert front >= 4
    contents = " ".join(" ".join(texts[1:front]).split())
    for at in range(1, 91):
        assert re.search(rf"LC/2031/WP\.{at} Paper {at} {front + at}\b", contents)
        assert f"word{at}" in texts[front + at - 1]


def test_bookmarks_lead_to_parts_papers_and_the_papers_own_bookmarks() -> None:
    with opened(bound()) as document:
        numbers = {page.obj.objgen: at for at, page in enumerate(document.pages, start=1)}

        def shown(items: list[pikepdf.OutlineItem], depth: int = 0) -> list[tuple[int, str, int]]:
            rows = []
            for item in items:
                assert item.destination is not None
                rows.append((depth, item.title, numbers[item.destination[0].objgen]))
                rows += shown(item.children, depth + 1)
            return rows

        with document.open_outline() as outline:
            rows = shown(outline.root)
        assert document.Root.PageMode == Name.UseOutlines
    assert [row for row in rows if row[0] == 0] == [
        (0, "Cover", 1),
        (0, "Contents", 2),
        (0, "Agenda", 3),
        (0, "3. Извештај о раду", 5),
        (0, "4. Early warning", 22),
    ]
    assert (1, "LC/2031/WP.5 Έκθεση προόδου", 20) in rows
    assert (1, "Thursday 30 October, morning", 3) in rows
    assert (2, "Record of the meeting", 5) in rows


def test_the_book_keeps_its_papers_tags_each_page_in_one_tree() -> None:
    tagged = replace(book(), parts=book().parts[:1])
    with opened(book_pdf(tagged)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        found = tags(document.Root.StructTreeRoot.K)
        tree = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
        parents = [int(page.obj.StructParents) for page in document.pages]
        notes = [int(note.StructParent) for page in document.pages for note in page.obj.get(Name.Annots, [])]
        assert len(set(parents + notes)) == len(parents + notes)
        places = {page.obj.objgen: at for at, page in enumerate(document.pages)}
        for at, number in enumerate(parents):
            elements = [one for one in tree[number] if isinstance(one, pikepdf.Dictionary)]
            owners = {places[one.Pg.objgen] for one in elements if Name.Pg in one}
            # What runs over from the page before, or to the next, names one of the two.
            assert at in owners
            assert owners <= {at - 1, at, at + 1}
        assert {str(child.Lang) for child in document.Root.StructTreeRoot.K} == {"en-GB"}
    own = [tags_of(pdf) for pdf in (book().agenda, *(one.pdf for one in tagged.parts[0].papers))]
    together = [tag for part in own for tag in part]
    assert found[-len(together) :] == together
    assert found.count("/Title") == found.count("/Document") == 4


def tags_of(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        return tags(document.Root.StructTreeRoot.K)


def test_a_book_with_an_untagged_paper_does_not_call_itself_tagged() -> None:
    with opened(bound()) as document:
        assert not bool(document.Root.MarkInfo.Marked)
        assert Name.StructParents not in document.pages[-1].obj


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("size", "corner"), [((595, 842), (0, 0)), ((842, 595), (-30, 50)), ((240, 160), (0, 0))]
)
def test_the_stamp_stands_upright_below_on_the_right_of_any_page(
    rotate: int, size: tuple[float, float], corner: tuple[float, float]
) -> None:
    pdf = book_pdf(with_paper(foreign_pdf("words", size=size, rotate=rotate, corner=corner)))
    document = pypdfium2.PdfDocument(pdf)
    page = document[len(document) - 1]
    across, up = page.get_size()
    red, _, blue = page.render(scale=2).to_pil().convert("RGB").split()
    document.close()
    # The stamp alone is blue: everything else on these pages is grey.
    ink = ImageChops.subtract(blue, red).point(lambda value: 255 * (value > 40)).getbbox()
    assert ink is not None, "the stamp is nowhere to be seen"
    left, top, right, foot = (edge / 2 for edge in ink)
    assert across - 25 <= right <= across - 12
    assert left >= 12
    assert up - 32 <= top <= foot <= up - 3
    assert right - left > 5 * (foot - top), "it does not lie along the lower edge"


def test_on_a_large_sheet_the_stamp_grows_with_the_page() -> None:
    def height(size: tuple[float, float]) -> float:
        document = pypdfium2.PdfDocument(book_pdf(with_paper(foreign_pdf("words", size=size))))
        textpage = document[len(document) - 1].get_textpage()
        at, count = textpage.search("book page", match_case=True).get_next()
        tall = max(
            textpage.get_charbox(at + one)[3] - textpage.get_charbox(at + one)[1] for one in range(count)
        )
        textpage.close()
        document.close()
        return tall

    assert height((1684, 2384)) == pytest.approx(height((595, 842)) * 1684 / 595, rel=0.05)


LOCK = pikepdf.Encryption(owner="owner", user="secret")
UNREADABLE = {
    "locked by a password": foreign_pdf("one", encryption=LOCK),
    "damaged or no PDF": b"no PDF at all",
    "damaged or no": b"",
    "is damaged": foreign_pdf("one", "two", change=damaged),
    "damaged": report_pdf(short_report())[:-2000],
    "has no pages": foreign_pdf(),
}


@pytest.mark.parametrize("said", UNREADABLE)
def test_a_paper_that_cannot_be_read_whole_is_named_and_the_book_is_not_made(said: str) -> None:
    good = paper("LC/2031/WP.1", foreign_pdf("good"))
    bad = BookPaper(symbol="LC/2031/WP.2/Rev.1", title="Guide for\ninspectors", pdf=UNREADABLE[said])
    data = replace(book(), parts=(BookPart(title="Item", papers=(good, bad)),))
    with pytest.raises(SourceUnreadable, match=said) as refused:
        book_pdf(data)
    assert "LC/2031/WP.2/Rev.1 “Guide for inspectors”" in refused.value.message


def test_an_agenda_that_cannot_be_read_is_named() -> None:
    with pytest.raises(SourceUnreadable, match=r"Agenda LC/2031/AG\.12"):
        book_pdf(replace(book(), agenda=b"%PDF-1.7 and then nothing"))


def test_a_paper_that_opens_without_a_password_is_taken_in() -> None:
    free = pikepdf.Encryption(owner="owner", user="")
    with opened(book_pdf(with_paper(foreign_pdf("one", encryption=free)))) as document:
        assert not document.is_encrypted
        assert len(document.pages) == 3


def test_what_acts_by_itself_stays_outside_and_links_still_lead() -> None:
    pdf = book_pdf(with_paper(foreign_pdf("one", "two", change=acting)))
    with opened(pdf) as document:
        page, second = document.pages[2].obj, document.pages[3].obj
        assert Name.AA not in page
        kinds = [str(note.Subtype) for note in page.Annots]
        assert kinds == ["/Link", "/Link", "/Link", "/Text"]
        web, named, direct, remark = page.Annots
        assert str(web.A.URI) == "https://lantern.example/paper"
        assert Name.Next not in web.A
        assert named.Dest[0].objgen == direct.Dest[0].objgen == second.objgen
        assert list(direct.Dest)[1:] == [Name.XYZ, 0, 700, 0]
        assert Name.A not in remark
        for key in (Name.OpenAction, Name.Names, Name.AA, Name.AcroForm):
            assert key not in document.Root
        with document.open_outline() as outline:
            own = outline.root[-1].children[0].children
            assert [(one.title, one.destination[0].objgen) for one in own] == [("Second page", second.objgen)]
            assert [one.destination[0].objgen for one in own[0].children] == [second.objgen]
    assert b"JavaScript" not in uncompressed(pdf)
    assert b"evil" not in uncompressed(pdf)


def test_nothing_of_a_papers_own_author_or_dates_comes_along() -> None:
    pdf = book_pdf(with_paper(foreign_pdf("one", "two", change=acting)))
    assert b"A. Hidden" not in uncompressed(pdf)
    with opened(pdf) as document:
        assert str(document.docinfo.Title) == book().title
        assert str(document.docinfo.Author) == book().network_name
        assert str(document.docinfo.CreationDate) == "D:20310614093000Z"
        with document.open_metadata() as about:
            assert about["dc:title"] == book().title
        assert str(document.Root.Lang) == "en-GB"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)


def uncompressed(pdf: bytes) -> bytes:
    with opened(pdf) as document:
        whole = b"".join(
            one.read_bytes() if isinstance(one, pikepdf.Stream) and Name.Filter in one else b""
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get(Name.Subtype) != Name.Image
        )
        return whole + b"".join(one.unparse(resolved=True) for one in document.objects)


def test_what_a_page_inherits_comes_along() -> None:
    plain = foreign_pdf("words", size=(842, 595), rotate=90)
    heir = foreign_pdf("words", size=(842, 595), rotate=90, change=inheriting)
    sizes, shown = [], []
    for pdf in (plain, heir):
        document = pypdfium2.PdfDocument(book_pdf(with_paper(pdf)))
        sizes.append(document[2].get_size())
        shown.append(document[2].render().to_pil().tobytes())
        document.close()
    assert sizes == [(595, 842)] * 2
    assert shown[0] == shown[1]


def test_a_paper_changed_at_random_is_bound_or_refused_by_name_and_nothing_else() -> None:
    bound_ones, refusals = [], []
    for seed in range(60):
        changed = mutant(foreign_pdf("one", "two", change=acting), seed)
        try:
            bound_ones.append(book_pdf(with_paper(changed)))
        except SourceUnreadable as refused:
            refusals.append(refused.message)
    assert len(bound_ones) >= 5
    assert len(refusals) >= 5
    assert all("LC/9 “A paper”" in message for message in refusals)
    assert all(len(pages(pdf)) == 4 for pdf in bound_ones)


def test_a_book_without_any_paper_says_so() -> None:
    text = " ".join(" ".join(pages(book_pdf(replace(book(), agenda=b"", parts=())))).split())
    assert "No papers yet." in text
    assert "book page 2 of 2" in text


def test_a_footnoted_name_keeps_mark_and_note_in_front() -> None:
    front = " ".join(" ".join(pages(bound())[:2]).split())
    assert front.count("Osteria*") == front.count("Osteria") == 2
    assert "used without prejudice" in front


def test_the_same_book_gives_the_same_bytes_and_another_instant_gives_others() -> None:
    assert book_pdf(book()) == bound()
    assert book_pdf(replace(book(), made_at=book().made_at + timedelta(seconds=2))) != bound()


def test_the_book_is_sound() -> None:
    with opened(bound()) as document:
        assert document.check_pdf_syntax() == []
