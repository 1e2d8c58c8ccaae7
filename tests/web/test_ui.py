"""The pieces of every page: each says what it should, and lets no markup of a person through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory

from secretariat.access.rules import Allowed, Denied, Ring
from secretariat.web.rings import RING_WORDS, ring_choice
from secretariat.web.templatetags import ui

EVIL = '<b onclick="x()">&'
SAFE = "&lt;b onclick=&quot;x()&quot;&gt;&amp;"


@dataclass(frozen=True)
class Member:
    short_name: str
    official_name: str = ""
    footnote_mark: str = ""
    footnote: str = ""


@dataclass(frozen=True)
class Node:
    step: str
    state: str
    on: date | None = None
    who: str = ""
    words: str = ""
    url: str = ""
    named: object = None


DRENA = Member("Drena", "Republic of Drena", "*", "Without prejudice to positions on status.")
ALBA = Member("Alba", "Republic of Alba")


def rendered(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    template = engines["django"].from_string(source)  # type: ignore[attr-defined]
    return str(template.render(context, request))


def without_request(source: str, **context: object) -> str:
    return str(engines["django"].from_string(source).render(context))  # type: ignore[attr-defined]


@pytest.mark.parametrize("ring", list(Ring))
def test_a_ring_is_a_word_and_a_shape(ring: Ring) -> None:
    html = rendered("{% ring ring %}", ring=ring.value)
    assert f">{RING_WORDS[ring]}</span>" in html
    assert f'class="ring ring-{ring.value}"' in html


def test_chair_and_secretariat_are_called_so_on_pages_and_in_choices_alike() -> None:
    assert "Chair and Secretariat</span>" in rendered("{% ring 'bureau' %}")
    assert ring_choice(["members", "bureau"]) == [("members", "members"), ("bureau", "Chair and Secretariat")]
    assert set(RING_WORDS) == set(Ring)


def test_an_unknown_ring_is_an_error_and_not_an_empty_word() -> None:
    with pytest.raises(ValueError, match="everybody"):
        rendered("{% ring 'everybody' %}")


def test_a_member_is_printed_by_short_or_official_name() -> None:
    assert rendered("{% country m %}", m=ALBA) == "Alba"
    assert rendered("{% country m official=True %}", m=ALBA) == "Republic of Alba"


def test_a_mark_stands_right_after_the_name_and_may_stand_inside_a_link() -> None:
    html = rendered("{% country m %}", m=DRENA)
    assert html.startswith('Drena<abbr class="mark"')
    assert "<a" not in html.replace("<abbr", "")


def test_a_title_gets_the_mark_without_markup() -> None:
    assert rendered("{% country m plain=True %}", m=DRENA) == "Drena*"


def test_no_member_prints_nothing() -> None:
    assert rendered("{% country m %}", m=None) == ""


@pytest.mark.parametrize("render", [rendered, without_request])
def test_a_footnote_is_printed_once_however_often_the_name_occurs(render: Callable[..., str]) -> None:
    html = render(
        "{% country d %}{% country a %}{% country d official=True %}|{% footnotes %}", d=DRENA, a=ALBA
    )
    after = html.partition("|")[2]
    assert after.count(DRENA.footnote) == 1
    assert "Footnotes" in after


def test_two_footnotes_are_both_printed() -> None:
    other = Member("Elta", footnote_mark="**", footnote="Another matter.")
    html = rendered("{% country d %}{% country o %}|{% footnotes %}", d=DRENA, o=other)
    assert "<p>* Without prejudice" in html
    assert "<p>** Another matter.</p>" in html


def test_a_page_without_marks_has_no_footnotes() -> None:
    assert rendered("{% country a %}|{% footnotes %}", a=ALBA) == "Alba|"


def test_one_page_does_not_inherit_the_footnotes_of_another() -> None:
    rendered("{% country d %}", d=DRENA)
    assert rendered("{% footnotes %}") == ""


def test_names_and_footnotes_are_escaped() -> None:
    member = Member(EVIL, EVIL, "*", EVIL)
    html = rendered(
        "{% country m %}{% country m official=True %}{% country m plain=True %}{% footnotes %}", m=member
    )
    assert EVIL not in html
    assert html.count(SAFE) == 6  # three names, two titles, one footnote


def test_the_thread_is_a_list_whose_states_are_said_in_words() -> None:
    nodes = [
        Node("said", "past", date(2019, 5, 30), "Alba", "in the room", "/records/1/"),
        Node("recorded", "now", None, "", "needs an owner"),
        Node("promised", "open"),
    ]
    html = rendered("{% thread nodes 'The brochure' %}", nodes=nodes)
    assert '<ol class="thread" aria-label="The brochure">' in html
    assert '<a href="/records/1/">Said</a>' in html
    assert '<time datetime="2019-05-30">30 May 2019</time>' in html
    assert html.count('aria-current="step"') == html.count(">next<") == html.count(">not yet<") == 1


def test_the_thread_escapes_what_people_wrote() -> None:
    html = rendered("{% thread nodes %}", nodes=[Node("said", "past", None, EVIL, EVIL, '/"><script>')])
    assert EVIL not in html
    assert "<script>" not in html


def test_a_day_is_written_out() -> None:
    assert rendered("{% day d %}", d=date(2019, 5, 3)) == '<time datetime="2019-05-03">3 May 2019</time>'
    assert rendered("{% day d 'not known' %}", d=None) == "not known"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2025, 3, 27), date(2025, 3, 28), "27 to 28 March 2025"),
        (date(2025, 3, 31), date(2025, 4, 1), "31 March to 1 April 2025"),
        (date(2025, 12, 31), date(2026, 1, 1), "31 December 2025 to 1 January 2026"),
        (date(2025, 3, 27), date(2026, 3, 28), "27 March 2025 to 28 March 2026"),
        (date(2025, 3, 27), date(2025, 3, 27), "27 March 2025"),
        (date(2025, 3, 27), None, "27 March 2025"),
    ],
)
def test_a_stretch_of_days_says_month_and_year_once(first: date, last: date | None, words: str) -> None:
    html = ui.days(first, last)
    for part in ("</time>", "<time datetime=", f'"{first}">', f'"{last}">'):
        html = html.replace(part, "")
    assert html == words


def test_a_stretch_without_days_is_said_in_its_own_words() -> None:
    assert ui.days(date(2022, 6, 1), None, "June 2022") == "June 2022"


def test_an_instant_names_its_zone_and_keeps_summer_time() -> None:
    summer = datetime(2026, 7, 1, 15, 0, tzinfo=UTC)
    winter = datetime(2026, 12, 10, 16, 0, tzinfo=UTC)
    assert "1 July 2026, 17:00 (Vienna time)" in rendered("{% instant t 'Europe/Vienna' %}", t=summer)
    assert "10 December 2026, 17:00 (Vienna time)" in rendered("{% instant t 'Europe/Vienna' %}", t=winter)


def test_what_is_missing_is_said_in_words() -> None:
    html = rendered("{% lacks 'owner' 'date' %}")
    assert "no owner" in html
    assert "no date" in html
    assert rendered("{% lacks '' %}") == ""


def test_an_empty_list_says_what_comes_and_how_to_begin() -> None:
    html = rendered("{% empty 'No offer' 'Offers stand here.' '/offers/add/' 'Note an offer' %}")
    assert '<a class="btn" href="/offers/add/">Note an offer</a>' in html
    assert "<a" not in rendered("{% empty 'No offer' 'Offers stand here.' %}")


class EntryForm(forms.Form):
    text = forms.CharField(label="What was said", widget=forms.Textarea, help_text="As <it> was said.")
    due = forms.DateField(label="Due on", required=False)
    ring = forms.ChoiceField(label="Distribution", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    is_closed = forms.BooleanField(label="Closed", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_a_field_ties_label_help_and_error_to_its_input() -> None:
    form = EntryForm({"text": "", "version": "1"})
    html = rendered("{% field form.text %}", form=form)
    assert '<label for="id_text">' in html
    assert 'aria-describedby="id_text_helptext id_text_error"' in html
    assert 'id="id_text_helptext"' in html
    assert 'id="id_text_error"' in html
    assert 'aria-invalid="true"' in html
    assert "As &lt;it&gt; was said." in html


def test_a_field_that_may_stay_empty_says_so() -> None:
    form = EntryForm()
    assert "(optional)" in rendered("{% field form.due %}", form=form)
    assert "(optional)" not in rendered("{% field form.text %}", form=form)
    assert "aria-invalid" not in rendered("{% field form.due %}", form=form)


def test_several_inputs_under_one_question_are_a_group() -> None:
    html = rendered("{% field form.ring %}", form=EntryForm({"version": "1"}))
    assert "<legend>Distribution</legend>" in html
    assert '<fieldset class="field is-group has-error" id="id_ring"' in html
    assert 'aria-describedby="id_ring_error"' in html


def test_a_hidden_field_is_printed_bare() -> None:
    html = rendered("{% field form.version %}", form=EntryForm(initial={"version": 3}))
    assert html.strip() == '<input type="hidden" name="version" value="3" id="id_version">'


def test_what_a_person_typed_comes_back_escaped() -> None:
    html = rendered("{% field form.text %}", form=EntryForm({"text": EVIL}))
    assert EVIL not in html
    assert SAFE in html


def test_problems_are_listed_above_the_form_and_lead_to_their_fields() -> None:
    form = EntryForm({"text": "", "ring": "a", "version": "x"})
    form.add_error(None, EVIL)
    html = rendered("{% problems form %}", form=form)
    assert '<a href="#id_text">What was said</a>' in html
    assert "Enter a whole number" in html, "a wrong hidden field must not fail silently"
    assert SAFE in html
    assert 'role="alert"' in html


def test_a_form_without_problems_shows_none() -> None:
    assert rendered("{% problems form %}", form=EntryForm()).strip() == ""


def test_a_deed_that_is_allowed_is_a_button_that_posts_with_a_token() -> None:
    html = rendered("{% act ok '/x/' 'Approve' quiet=True key='a' %}", ok=Allowed)
    assert '<form method="post" action="/x/"' in html
    assert 'name="csrfmiddlewaretoken" value="' in html
    assert '<button class="quiet" data-key="a">Approve</button>' in html


def test_a_deed_that_is_denied_is_a_reason_and_no_button() -> None:
    denied = Denied("The record is approved.", rule="minutes.approved", who="nobody")
    html = rendered("{% act ok '/x/' 'Approve' %}", ok=denied)
    assert "The record is approved." in html
    assert "Who can: nobody." in html
    assert "<button" not in html
    assert "<form" not in html


def test_crumbs_lead_back_and_end_where_we_are() -> None:
    html = rendered("{% crumbs 'Meetings' '/meetings/' title '' %}", title=EVIL)
    assert '<a href="/meetings/">Meetings</a>' in html
    assert f'<span aria-current="page">{SAFE}</span>' in html
    assert '<span aria-current="page">Record</span>' in rendered("{% crumbs 'Meetings' '/m/' 'Record' %}")


def test_the_pages_of_a_list_keep_its_filters() -> None:
    page = Paginator(range(120), 50).page(2)
    html = rendered("{% pages page %}", path="/list/?state=open&page=2&q=%22%3E", page=page)
    assert 'href="?state=open&amp;q=%22%3E&amp;page=1"' in html
    assert 'href="?state=open&amp;q=%22%3E&amp;page=3"' in html
    assert "Page 2 of 3" in html


def test_a_list_of_one_page_has_no_links_to_others() -> None:
    assert rendered("{% pages page %}", page=Paginator([1], 50).page(1)).strip() == ""


def test_marked_words_are_found_by_code_point_and_everything_is_escaped() -> None:
    html = rendered("{% marked text hits %}", text="<Ђ> & Đurić 🙂 end", hits=[(0, 3), (6, 11), (14, 17)])
    assert html == "<mark>&lt;Ђ&gt;</mark> &amp; <mark>Đurić</mark> 🙂 <mark>end</mark>"


@pytest.mark.parametrize("ranges", [[(2, 1)], [(0, 3), (2, 4)], [(0, 99)], [(-1, 2)]])
def test_ranges_that_would_lose_text_are_refused(ranges: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        ui.marked("0123456789", ranges)


def test_kind_and_state_are_words() -> None:
    assert rendered("{% kind k %}", k=EVIL) == f'<span class="kind">{SAFE}</span>'
    assert rendered("{% state s %}", s="under way") == '<span class="state state-under-way">under way</span>'


@pytest.mark.parametrize(
    "tag",
    ["ring", "country m oficial=True", "thread", "day d emtpy=''", "field", "act ok '/x/'", "lacks word='x'"],
)
def test_a_misspelt_or_missing_argument_fails_when_the_template_compiles(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string("{% " + tag + " %}")  # type: ignore[attr-defined]


def test_a_name_that_stands_in_a_thread_gets_its_footnote() -> None:
    nodes = [Node("said", "past", who="Drena*", named=DRENA)]
    assert "Without prejudice" in rendered("{% thread nodes %}{% footnotes %}", nodes=nodes)
    assert rendered("{% noted m %}{% footnotes %}", m=ALBA).strip() == ""


def test_where_one_of_two_fields_is_needed_neither_is_called_optional() -> None:
    class Either(forms.Form):
        letter = forms.CharField(required=False)
        paper = forms.CharField(required=False)
        note = forms.CharField(required=False)
        one_of = ("letter", "paper")

    shown = {name: rendered("{% field f %}", f=Either()[name]) for name in ("letter", "paper", "note")}
    assert "(optional)" in shown["note"]
    for name in ("letter", "paper"):
        assert "(one of these is needed)" in shown[name]
        assert "(optional)" not in shown[name]
