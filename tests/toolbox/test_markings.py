"""A paper that bears a classification marking is recognised; one that speaks of markings is not."""

from __future__ import annotations

import pytest

from secretariat.toolbox.markings import marking_in


@pytest.mark.parametrize(
    "line",
    [
        "RESTREINT UE/EU RESTRICTED",
        "Restreint UE / EU Restricted",
        "EU RESTRICTED",
        "CONFIDENTIEL UE/EU CONFIDENTIAL",
        "TRÈS SECRET UE/EU TOP SECRET",
        "NATO RESTRICTED",
        "*** NATO SECRET ***",
        "NATO CONFIDENTIAL // REL TO EU",
        "Classification: EU RESTRICTED",
        "RESTRICTED",
        "CONFIDENTIAL",
        "[SECRET]",
        "TOP SECRET",
        "INTERNO",
        "ПОВЕРЉИВО",
        "СТРОГО ПОВЕРЉИВО",
        "ДРЖАВНА ТАЈНА",
        "POVJERLJIVO",
        "VRLO TAJNO",
        "Степен тајности: ИНТЕРНО",
        "ДОВЕРЛИВО",
        "ЗА СЛУЖЕБНО ПОЛЗВАНЕ",
        "SECRET DE SERVICIU",
        "I KUFIZUAR",
        "HİZMETE ÖZEL",
        "ΠΕΡΙΟΡΙΣΜΕΝΗΣ ΧΡΗΣΗΣ",
        "KORLÁTOZOTT TERJESZTÉSŰ!",
        "VS-NUR FÜR DEN DIENSTGEBRAUCH",
    ],
)
def test_a_marking_on_a_line_of_its_own_is_found(line: str) -> None:
    assert marking_in(f"Ministry of the Interior\n  {line}  \n\nMinutes of a meeting\n")


@pytest.mark.parametrize(
    "text",
    [
        "Documents marked RESTREINT UE/EU RESTRICTED must not be kept here.",
        "The Chair said that the paper is EU RESTRICTED and cannot be shown.",
        "Confidential",
        "Secret",
        "The meeting was closed and confidential.",
        "Restricted access to victims' data",
        "SECRET BALLOT",
        "INTERNO\u00a0UPUTSTVO ZA RAD",
        "Limited distribution: members",
        "RESTRICTED\n\nDECLASSIFIED on 3 May 1994",
        "",
    ],
)
def test_the_word_in_a_sentence_is_no_marking(text: str) -> None:
    assert marking_in(text) == ""


def test_the_marking_is_told_as_it_was_written() -> None:
    assert marking_in("x\n— Restreint UE/EU Restricted —\n") == "Restreint UE/EU Restricted"
