"""A numbered letter of the register as the typesetter takes it: the same words, the same bytes, whenever it is set."""

from __future__ import annotations

from secretariat.meetings.models import Letter
from secretariat.toolbox.errors import NotVisible

from .rules import MARKINGS
from .typeset import Footnote, LetterData, Letterhead, LetterWords

_WORDS = {
    "fr-FR": LetterWords(
        your_ref="Votre référence",
        subject="Objet",
        annexes="Annexes",
        annex="Annexe",
        copies="Copie à",
        page="page {page} sur {pages}",
    )
}

_FRENCH_MARKINGS = {
    "public": "Public",
    "partners": "Membres et partenaires",
    "members": "Réservé aux membres",
    "bureau": "Présidence et Secrétariat seuls",
    "seat": "Un seul siège",
}


def letter_data(letter: Letter) -> LetterData:
    """A letter with every word as it was frozen in the register. No query for a row of ``visible_letters``.

    Raises NotVisible for one whose words were purged.
    """
    content = letter.content
    if not content:
        raise NotVisible
    markings = _FRENCH_MARKINGS if content["language"] == "fr-FR" else MARKINGS
    return LetterData(
        letterhead=(
            Letterhead(office=content["office"], name=content["network"], lines=tuple(content["from"])),
        ),
        marking=markings.get(content["ring"], ""),
        ref=content["ref"],
        place_and_date=content["place_and_date"],
        addressee=tuple(content["addressee"]),
        title=content["title"],
        salutation=content["salutation"],
        text=content["text"],
        courtesy=content["courtesy"],
        signature=tuple(content["signature"]),
        annexes=tuple(content["annexes"]),
        footnotes=tuple(Footnote(mark=mark, text=text) for mark, text in content["footnotes"]),
        language=content["language"],
        made_at=letter.made_at,
        words=_WORDS.get(content["language"], LetterWords()),
    )
