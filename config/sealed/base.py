"""The connection: opens the file with the store's own key, which itself lies sealed beside it."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register as register_functions
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as Database  # noqa: N812 - the name Django gives the module

from secretariat.toolbox.vault import SealBroken, no_store, opened_secret

# SQLCipher is a module of its own, so it must be taught how Django writes and reads dates and numbers.
Database.register_converter("bool", b"1".__eq__)
Database.register_converter("date", base.decoder(parse_date))
Database.register_converter("time", base.decoder(parse_time))
Database.register_converter("datetime", base.decoder(parse_datetime))
Database.register_converter("timestamp", base.decoder(parse_datetime))
Database.register_adapter(decimal.Decimal, str)
Database.register_adapter(datetime.date, base.adapt_date)
Database.register_adapter(datetime.datetime, base.adapt_datetime)


@cache
def database_key(path: Path) -> bytes:
    """The key (32 bytes) of a store's database, opened once in each process."""
    return opened_secret(path, settings.KEYRING)


class Cursor(Database.Cursor):  # type: ignore[misc]
    """Django's ``%s`` becomes SQLite's ``?``."""

    _convert = base.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> Any:
        """Runs one statement; parameters as a list or by name."""
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, dict) else None
        return super().execute(self._convert(query, param_names=names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Runs one statement for each list of parameters."""
        rows = list(param_list)
        names = list(rows[0]) if rows and isinstance(rows[0], dict) else None
        return super().executemany(self._convert(query, param_names=names), rows)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own wrapper with SQLCipher underneath."""

    display_name = "SQLCipher"
    Database = Database
    init_commands: list[str]

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, without ``key_file``, which only concerns us."""
        params: dict[str, Any] = super().get_connection_params()
        self.key_file: Path | None = params.pop("key_file", None)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that has proved its key before anything else is asked of it."""
        is_kept = self.key_file is not None and not self.is_in_memory_db()
        if is_kept and self.key_file is not None:
            _refuse_to_begin(Path(conn_params["database"]), self.key_file)
        connection = Database.connect(**conn_params)
        if is_kept and self.key_file is not None:
            _open(connection, Path(conn_params["database"]), self.key_file)
        register_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        for command in filter(None, map(str.strip, self.init_commands)):
            connection.execute(command)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that speaks Django's style of parameters."""
        return self.connection.cursor(factory=Cursor)


def _refuse_to_begin(database: Path, key_file: Path) -> None:
    """Raises where there is nothing to open: SQLite would make an empty database for whoever only looks.

    A store begins with ``migrate``, which lays both files down first.
    """
    if not database.exists() or not (key_file.exists() or database.stat().st_size):
        raise no_store(database.parent)
    if not key_file.exists():
        raise SealBroken(
            f"The key of {database} is missing: put {key_file.name} back beside it from a backup."
        )


def _open(connection: Any, database: Path, key_file: Path) -> None:
    connection.execute(f"PRAGMA key = \"x'{database_key(key_file).hex()}'\"")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except Database.DatabaseError as error:
        connection.close()
        if "not a database" not in str(error):
            raise
        raise SealBroken(
            f"{database} cannot be opened with the key in {key_file.name}: one of the two is from another "
            "store. Put back the pair that belongs together."
        ) from None
