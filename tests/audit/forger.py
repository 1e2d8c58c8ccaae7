"""What somebody can do who owns the whole machine but not what others kept: make chain and tree fit again."""

from __future__ import annotations

from secretariat.audit.models import Deed
from secretariat.audit.reads import link_of
from secretariat.audit.rules import GENESIS, link_digest, words_digest
from secretariat.audit.tree import Growth


def rechain() -> None:
    """Computes the digests of all deeds in the table anew. The triggers must be down."""
    rows, previous, growth = list(Deed.objects.order_by("number")), GENESIS, Growth()
    for row in rows:
        row.previous = previous
        if row.words is not None:
            row.words_digest = words_digest(row.salt or "", row.words)
        row.digest = previous = link_digest(
            number=row.number,
            at=row.at,
            deed=row.deed,
            thing_kind=row.thing_kind,
            thing_ref=row.thing_ref,
            before=row.before,
            after=row.after,
            words_digest=row.words_digest,
            previous=row.previous,
        )
        row.nodes = b"".join(growth.append(link_of(row).leaf)).hex()
    # Digests are unique, and the new ones are written beside old ones.
    Deed.objects.bulk_update(rows, ["previous", "words_digest", "digest", "nodes"])
