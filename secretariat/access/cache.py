"""The store in which tries are counted: one for all workers, and without it nobody comes in."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError

from secretariat.toolbox.errors import OutsideFailed


class CountLost(OutsideFailed):
    """The store of the counts does not answer; whoever wanted to sign in is asked to come back."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "How often somebody tried to sign in cannot be counted at this moment, and without the count "
            "nobody is let in. Try again in a few minutes; the Secretariat knows whom to call.",
            permanent=False,
        )


class SharedCache(DatabaseCache):
    """Django's cache in a table, which all workers see, but never silent.

    Source: own choice. A cache of each process would allow as many tries as there are workers, and a cache
    that quietly keeps nothing would allow any number.
    """

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """The kept values. Raises CountLost when the table does not answer."""
        try:
            return super().get_many(keys, version)
        except DatabaseError as error:
            raise CountLost from error

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keeps a value, or raises CountLost; never neither."""
        if not self._base_set("set", self.make_and_validate_key(key, version=version), value, timeout):
            raise CountLost

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        try:
            return bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]
        except DatabaseError as error:
            raise CountLost from error

    def _base_delete_many(self, keys: Any) -> bool:
        try:
            return bool(super()._base_delete_many(keys))  # type: ignore[misc]
        except DatabaseError as error:
            raise CountLost from error
