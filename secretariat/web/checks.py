"""What must hold before the program starts: every page says who may come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from secretariat.access.policy import load
from secretariat.access.rules import all_rights


def all_patterns(
    patterns: Sequence[URLPattern | URLResolver] | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the program with its pattern, in order."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from all_patterns(pattern.url_patterns, address)
        else:
            yield address, pattern


@register()
def every_right_stands_in_the_written_policy(**kwargs: Any) -> list[CheckMessage]:
    """Refuses to start while a right has no row in the policy: nobody could use it, and nobody would know why."""
    # Reading the addresses imports every room, and with it every right.
    list(all_patterns())
    known = load().rights
    return [
        Error(
            f"The right {right.name} stands in no row of the written policy.",
            hint="Add its rows to secretariat/access/policy.csv, one for each ring its thing can have.",
            id="secretariat.E002",
        )
        for right in all_rights()
        if right.name not in known
    ]


@register()
def every_page_declares_its_entrance(**kwargs: Any) -> list[CheckMessage]:
    """Refuses to start while a page does not say who may come in."""
    return [
        Error(
            f"The page at /{address} does not declare who may come in.",
            hint="Decorate its view with @opens_to(...) from secretariat.access.doors.",
            id="secretariat.E001",
        )
        for address, pattern in all_patterns()
        if getattr(pattern.callback, "entrance", None) is None
    ]
