"""Typed readers for settings from the environment; nonsense is refused with a sentence, never guessed."""

from __future__ import annotations

import os
from pathlib import Path

PREFIX = "SECRETARIAT_"


class WrongSetting(SystemExit):
    """A setting that cannot be used; the program does not start."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{PREFIX}{name}={value!r} cannot be used: {wanted}.")


def text(name: str, default: str) -> str:
    """The setting as text; ``NAME_FILE`` names a file that holds it, for secrets."""
    file = os.environ.get(f"{PREFIX}{name}_FILE")
    if file is not None:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise WrongSetting(f"{name}_FILE", file, f"the file cannot be read ({error.strerror})") from error
    return os.environ.get(PREFIX + name, default)


def switch(name: str, *, default: bool) -> bool:
    """The setting as on or off, written ``true`` or ``false``."""
    value = text(name, "true" if default else "false")
    if value not in {"true", "false"}:
        raise WrongSetting(name, value, "write true or false")
    return value == "true"


def number(name: str, default: int, *, least: int, most: int) -> int:
    """The setting as a whole number within bounds."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise WrongSetting(name, value, f"write a whole number from {least} to {most}")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """The setting as an absolute folder path; it need not exist yet."""
    path = Path(text(name, str(default))).expanduser()
    if not path.is_absolute():
        raise WrongSetting(name, str(path), "write an absolute path")
    return path


def listing(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """The setting as a list, parted by commas."""
    value = text(name, ",".join(default))
    return [part.strip() for part in value.split(",") if part.strip()]
