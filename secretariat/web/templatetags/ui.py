"""The pieces every page is built from: typed tags, each with its template or a few safe words.

A misspelt argument is an error when the template compiles. Nothing here queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol, cast
from zoneinfo import ZoneInfo

from django import forms, template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from secretariat.access.rules import Ring, Thing, Verdict, verdict
from secretariat.web.rings import RING_WORDS

register = template.Library()

_FOOTNOTES = "country_footnotes"
_RING_MEANS = {
    Ring.PUBLIC: "Everybody may see this",
    Ring.PARTNERS: "Members, observers and funders may see this",
    Ring.MEMBERS: "The seats of the members, Chair and Secretariat may see this",
    Ring.BUREAU: "Only Chair and Secretariat may see this",
    Ring.SEAT: "Only the seat itself may see this",
}


class Named(Protocol):
    """A member as pages print it."""

    short_name: str
    official_name: str
    footnote_mark: str
    footnote: str


@register.simple_tag
def ring(value: str, ref: str = "") -> SafeString:
    """The ring as a word with a shape, so that colour alone never tells. ``value``: a ring's name; ``ref``: of
    the thing, where the word leads to the page that says who sees it and why.
    """
    known = Ring(value)
    word, meaning = RING_WORDS[known], _RING_MEANS[known]
    if not ref:
        return format_html('<span class="ring ring-{}" title="{}">{}</span>', known.value, meaning, word)
    return format_html(
        '<a class="ring ring-{}" href="{}" title="{}">{}<span class="unseen">: who can see this, and why</span></a>',
        known.value,
        reverse("rights:thing", args=[ref]),
        meaning,
        word,
    )


@register.simple_tag(takes_context=True)
def country(
    context: Context, member: Named | None, official: bool = False, plain: bool = False, called: str = ""
) -> SafeString:
    """A member's name with its agreed mark; the footnote is printed once, at the end of the page.

    ``official``: the official instead of the short name; ``plain``: no markup, for titles and options;
    ``called``: its name in another language, printed with the same mark.
    The only way a page prints a member's name. The mark is no link, so that the name may stand inside one.
    """
    if member is None:
        return SafeString("")
    name = called or (member.official_name if official else member.short_name)
    if not member.footnote_mark:
        return format_html("{}", name)
    notes = _notes(context)
    if (member.footnote_mark, member.footnote) not in notes:
        notes.append((member.footnote_mark, member.footnote))
    if plain:
        return format_html("{}{}", name, member.footnote_mark)
    return format_html(
        '{}<abbr class="mark" title="{}">{}</abbr>', name, member.footnote, member.footnote_mark
    )


@register.simple_tag(takes_context=True)
def footnotes(context: Context) -> SafeString:
    """The footnotes of all names printed so far on this page, each once; nothing where there are none."""
    notes = _notes(context)
    if not notes:
        return SafeString("")
    lines = format_html_join("", "<p>{} {}</p>", notes)
    return format_html('<aside id="footnotes" class="footnotes" aria-label="Footnotes">{}</aside>', lines)


def _notes(context: Context) -> list[tuple[str, str]]:
    request = context.get("request")
    if request is None:
        if _FOOTNOTES not in context.render_context:
            context.render_context[_FOOTNOTES] = []
        return cast(list[tuple[str, str]], context.render_context[_FOOTNOTES])
    return footnotes_of(request)


def footnotes_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The footnotes (mark, words) gathered for a page so far; what is added here is printed with them."""
    if not hasattr(request, _FOOTNOTES):
        setattr(request, _FOOTNOTES, [])
    kept: list[tuple[str, str]] = getattr(request, _FOOTNOTES)
    return kept


@register.simple_tag(takes_context=True)
def nonce(context: Context) -> str:
    """The word that a script of this page must carry; asked for once, it stands in the page's policy too.

    The only place that reads it, so that a move to another policy middleware is a change of one line.
    """
    return str(getattr(context.get("request"), "csp_nonce", ""))


class Node(Protocol):
    """One node of a thread: a step of said, recorded, promised, done, shown."""

    step: str
    state: str
    on: date | None
    who: str
    words: str
    url: str
    named: Any


@register.simple_tag(takes_context=True)
def noted(context: Context, member: Named | None) -> SafeString:
    """Prints nothing: a name that stands in a sentence already gets its footnote at the end of the page."""
    country(context, member)
    return SafeString("")


@register.inclusion_tag("ui/thread.html", takes_context=True)
def thread(
    context: Context, nodes: Sequence[Node], label: str = "said, recorded, promised, done, shown"
) -> dict[str, Any]:
    """The thread of one matter: nodes oldest first, each with state ``past``, ``now`` (what is asked next)
    or ``open``.

    ``label`` names the list for screen readers; give the matter's own words where a page has several.
    """
    for node in nodes:
        noted(context, node.named)
    return {"nodes": nodes, "label": label}


@register.simple_tag
def day(value: date | None, empty: str = "") -> SafeString:
    """A day as ``30 May 2019`` in a ``time`` element; ``empty`` where there is none."""
    if value is None:
        return format_html("{}", empty)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), f"{value.day} {value:%B %Y}")


@register.simple_tag
def days(first: date, last: date | None = None, words: str = "") -> SafeString:
    """A stretch of days as people write it (``27 to 28 March 2025``), or the words where no day is known."""
    if words:
        return format_html("{}", words)
    if last is None or last == first:
        return day(first)
    begin = f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        begin = str(first.day)
    elif first.year == last.year:
        begin = f"{first.day} {first:%B}"
    return format_html('<time datetime="{}">{}</time> to {}', first.isoformat(), begin, day(last))


@register.simple_tag
def instant(value: datetime | None, zone: str = "Europe/Vienna") -> SafeString:
    """An instant as day and time in a named zone, the zone said."""
    if value is None:
        return SafeString("")
    local = value.astimezone(ZoneInfo(zone))
    place = zone.rpartition("/")[2].replace("_", " ")
    return format_html(
        '<time datetime="{}">{}, {} ({} time)</time>',
        value.isoformat(),
        f"{local.day} {local:%B %Y}",
        f"{local:%H:%M}",
        place,
    )


@register.simple_tag
def hour(value: datetime | None, zone: str) -> SafeString:
    """An instant as hour and minute in a zone; the page itself says which zone."""
    if value is None:
        return SafeString("")
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), f"{value.astimezone(ZoneInfo(zone)):%H:%M}"
    )


@register.simple_tag
def lacks(*words: str) -> SafeString:
    """What is still missing, as amber words: ``no owner``, ``no date``."""
    return format_html_join(" ", '<span class="lack">no {}</span>', ((word,) for word in words if word))


@register.inclusion_tag("ui/empty.html")
def empty(title: str, text: str, url: str = "", label: str = "") -> dict[str, Any]:
    """An empty list that says what will be here and how to begin."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("ui/field.html")
def field(bound: forms.BoundField) -> dict[str, Any]:
    """A form field with its label, help and errors, tied together for screen readers.

    Several inputs under one question become a group with a legend; a hidden field is printed bare.
    Source: WCAG 2.2, 1.3.1, 3.3.1 and 3.3.2.
    """
    # Django itself writes aria-describedby and aria-invalid; the template gives the ids they point to.
    widget = bound.field.widget
    return {
        "field": bound,
        "widget": bound.as_widget(),
        "is_hidden": bound.is_hidden,
        "is_one_of": bound.name in getattr(bound.form, "one_of", ()),
        "question": getattr(bound.form, "questions", {}).get(bound.name),
        "is_check": isinstance(widget, forms.CheckboxInput),
        "is_group": widget.use_fieldset,
    }


@register.inclusion_tag("ui/problems.html")
def problems(form: forms.BaseForm, title: str = "Nothing was saved yet") -> dict[str, Any]:
    """What is wrong with a form that was sent back, above it, each problem a link to its field."""
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    wrong = [(bound, bound.errors) for bound in form.visible_fields() if bound.errors]
    return {"title": title, "general": [*form.non_field_errors(), *hidden], "fields": wrong}


@register.inclusion_tag("ui/act.html", takes_context=True)
def act(
    context: Context, answer: Verdict, url: str, label: str, quiet: bool = False, key: str = ""
) -> dict[str, Any]:
    """A button that does something by POST; or, where the verdict says no, the reason in its place.

    ``quiet``: the lesser of two deeds; ``key``: the key that presses it.
    """
    # The form's token is copied by Django itself, since the tag takes the context.
    return {"answer": answer, "url": url, "label": label, "quiet": quiet, "key": key}


@register.simple_tag(takes_context=True)
def may(context: Context, deed: str, thing: Thing) -> Verdict:
    """The verdict on a deed, the very one the action will ask: ``{% may "minutes.edit_entry" entry as ok %}``."""
    return verdict(context["actor"], deed, thing)


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the other pages of a list that is longer than one; the filters of the address stay."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}


@register.simple_tag
def marked(text: str, ranges: Sequence[tuple[int, int]]) -> SafeString:
    """The text with the ranges (start, end; code points; ascending, not overlapping) marked, all escaped.

    Raises ValueError for ranges that run backwards, overlap or leave the text: text must never be lost.
    """
    parts: list[str] = []
    last = 0
    for start, end in ranges:
        if not last <= start <= end <= len(text):
            raise ValueError(
                f"the range {start} to {end} does not fit after {last} in {len(text)} characters"
            )
        parts += [conditional_escape(text[last:start]), format_html("<mark>{}</mark>", text[start:end])]
        last = end
    parts.append(conditional_escape(text[last:]))
    return SafeString("".join(parts))


@register.simple_tag
def kind(value: str) -> SafeString:
    """The kind of an entry as a small word."""
    return format_html('<span class="kind">{}</span>', value)


@register.simple_tag
def state(value: str) -> SafeString:
    """A state as a word with a sign."""
    return format_html('<span class="state state-{}">{}</span>', value.replace(" ", "-"), value)


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*steps: str) -> dict[str, Any]:
    """The way here: pairs of word and address, outermost first; the last word may stand without an address.

    A word may be the safe text of ``{% country member as name %}``.
    """
    pairs = [(steps[i], steps[i + 1] if i + 1 < len(steps) else "") for i in range(0, len(steps), 2)]
    return {"steps": pairs}
