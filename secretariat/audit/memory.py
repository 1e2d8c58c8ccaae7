"""What was read stays known until the next deed: the head of the record is the version of the whole store.

Every change of a paper is an action, and every action records its deed in the same transaction. So a read
whose answer depends on the store alone can be kept in memory under the head's number: one cheap query tells
whether anything at all has changed, in this process or another, and then the very next request reads anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

from django.db import connection

_MOST = 512
_kept: OrderedDict[tuple[int, Hashable], Any] = OrderedDict()
_lock = Lock()

Answer = TypeVar("Answer")


def head_number() -> int:
    """The number of the newest deed, 0 before the first. One query, without building it each time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(number) FROM audit_deed")
        row = cursor.fetchone()
    return int(row[0] or 0)


def remembered(key: Hashable, read: Callable[[], Answer]) -> Answer:
    """The answer of ``read``, from memory if no deed was recorded since it was given under this key.

    ``key`` names the question with all it depends on: the actor as found in this request, the day, the
    thing. The answer must be complete (no lazy query) and is shared: nobody changes it. Inside a
    transaction nothing is remembered, because there data may be newer than the newest deed. One query.
    """
    if connection.in_atomic_block:
        return read()
    place = (head_number(), key)
    with _lock:
        if place in _kept:
            _kept.move_to_end(place)
            return cast(Answer, _kept[place])
    answer = read()
    with _lock:
        # Under an older head nothing is ever found again: it goes at once, not only when memory is full.
        if _kept and next(iter(_kept))[0] != place[0]:
            _kept.clear()
        _kept[place] = answer
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return answer


def forget() -> None:
    """Empties the memory; tests need it, because they take their deeds back."""
    with _lock:
        _kept.clear()
