"""Pages whose matter is rendered once and kept until the next deed; each request adds only its own frame."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString

from secretariat.access.reads import actor_of
from secretariat.audit.memory import remembered

from .templatetags.ui import footnotes_of


@dataclass(frozen=True, slots=True)
class _Kept:
    context: Mapping[str, Any]
    parts: Mapping[str, SafeString]
    footnotes: tuple[tuple[str, str], ...]


def kept_page(
    request: HttpRequest,
    key: tuple[Hashable, ...],
    read: Callable[[], Mapping[str, Any]],
    template: str,
    *parts: str,
) -> dict[str, Any]:
    """What ``read`` gives, with the named partials of the template rendered, from memory until the next deed.

    ``key`` names the page and all it depends on but the reader, who is added here. A part knows what ``read``
    gave and who reads, never the request: no form's token, no message may stand in it. Raises what ``read``
    raises. One query, and those of ``read`` where nothing is kept yet.
    Source: own choice, because a page of long speeches costs far more to render than to read.
    """
    actor = actor_of(request)

    def render() -> _Kept:
        # Read and rendered in one step: an older answer must never be kept under a newer deed.
        context = read()
        frame = HttpRequest()
        rendered = {
            part: SafeString(
                get_template(f"{template}#{part}").render({**context, "actor": actor, "request": frame})
            )
            for part in parts
        }
        return _Kept(context, rendered, tuple(footnotes_of(frame)))

    kept = remembered((template, actor, *key), render)
    notes = footnotes_of(request)
    notes += [note for note in kept.footnotes if note not in notes]
    return {**kept.context, **kept.parts}
