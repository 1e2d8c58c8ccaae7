"""The typefaces of every PDF: Source Serif and Source Sans, from the packages installed with the program.

Their italic files hold no Cyrillic and no Greek, so nothing a person wrote is ever set in italics.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.util import find_spec

import typst

SERIF = "Source Serif Pro"
SANS = "Source Sans Pro"
_PACKAGES = {SERIF: "font_source_serif_pro", SANS: "font_source_sans_pro"}
_WEIGHTS = (400, 600, 700)


class FontMissing(RuntimeError):
    """The installation lacks a typeface: a fault of the installation, not of anybody's text."""


@cache
def house_fonts() -> typst.Fonts:
    """The typefaces, looked up once per process and shared by all threads; no other font is ever used.

    Raises ``FontMissing`` when a package or a weight is not there: call it at start.
    Source: own choice, because a machine's own fonts would make the same report look different elsewhere.
    """
    folders = []
    for family, package in _PACKAGES.items():
        if find_spec(package) is None:
            raise FontMissing(f"The typeface {family} is missing: install the package {package}.")
        folders.append(str(resources.files(package) / "files"))
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    upright = {(font.family, font.weight) for font in found.fonts() if font.style == "normal"}
    for family in _PACKAGES:
        for weight in _WEIGHTS:
            if (family, weight) not in upright:
                raise FontMissing(
                    f"The typeface {family} lacks its weight {weight}: install {_PACKAGES[family]} anew."
                )
    return found
