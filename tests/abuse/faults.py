"""What can go wrong around a deed, each as a block in which it does."""

from __future__ import annotations

import errno
import os
import smtplib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

import time_machine
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, connection

from secretariat.toolbox import clock

FULL = "database or disk is full"
READ_ONLY = "attempt to write a readonly database"


def is_write(statement: str) -> bool:
    return statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "REPLACE"))


@contextmanager
def counted_writes(counts: list[str]) -> Iterator[None]:
    """Notes the writing statements of a block up to its commit; what follows a deed comes after it."""
    is_over = False

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if is_write(sql) and not is_over:
            counts.append(sql)
        return execute(sql, params, many, context)

    def over() -> None:
        nonlocal is_over
        is_over = True
        own()

    own = connection._commit  # type: ignore[attr-defined]
    connection._commit = over  # type: ignore[attr-defined]
    try:
        with connection.execute_wrapper(note):
            yield
    finally:
        connection._commit = own  # type: ignore[attr-defined]


@contextmanager
def failing_write(number: int, words: str = FULL) -> Iterator[None]:
    """The database cannot write from the ``number``-th writing statement on (from 1)."""
    seen = 0

    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += is_write(sql)
        if seen >= number and is_write(sql):
            raise OperationalError(words)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


@contextmanager
def failing_commit() -> Iterator[None]:
    """The disk is full when the deed is to be written for good."""

    def fail() -> None:
        raise OperationalError(FULL)

    own = connection._commit  # type: ignore[attr-defined]
    connection._commit = fail  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection._commit = own  # type: ignore[attr-defined]


@contextmanager
def failing_calls(number: int, *names: str) -> Iterator[None]:
    """Calls of the system that write files fail with an error number, below the home folder and everywhere."""
    kept: dict[str, Any] = {name: getattr(os, name) for name in names}

    def failing(name: str) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            reads_only = name == "open" and not args[1] & (os.O_WRONLY | os.O_RDWR)
            return kept[name](*args, **more) if reads_only else _raise()

        def _raise() -> None:
            raise OSError(number, os.strerror(number))

        return call

    for name in names:
        setattr(os, name, failing(name))
    try:
        yield
    finally:
        for name, own in kept.items():
            setattr(os, name, own)


class DeadMail(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected("the mail server does not answer")


@contextmanager
def without_mail() -> Iterator[None]:
    own, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.abuse.faults.DeadMail"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = own


@contextmanager
def without_scanner() -> Iterator[None]:
    own, settings.CLAMD = settings.CLAMD, "/nowhere/clamd.ctl"
    try:
        yield
    finally:
        settings.CLAMD = own


@contextmanager
def without_cache() -> Iterator[None]:
    """The table of the shared cache is gone."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shared_cache RENAME TO shared_cache_gone")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE shared_cache_gone RENAME TO shared_cache")


def jumped(hours: int) -> AbstractContextManager[Any]:
    """The clock is wrong by hours."""
    return time_machine.travel(clock.now() + timedelta(hours=hours), tick=True)


REFUSING: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "disk full at commit": failing_commit,
    "read-only database": lambda: failing_write(1, READ_ONLY),
}
"""Faults under which every deed is refused."""

BESIDE: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "disk full for files": lambda: failing_calls(errno.ENOSPC, "write", "fsync"),
    "read-only files": lambda: failing_calls(errno.EROFS, "open", "mkdir", "unlink", "rename"),
    "mail down": without_mail,
    "scanner down": without_scanner,
    "clock an hour ahead": lambda: jumped(1),
    "clock an hour behind": lambda: jumped(-1),
    "cache gone": without_cache,
}
"""Faults beside the database: a deed is done, queued or refused."""
