"""The record of deeds at 100,000: what an append costs, how fast all are verified, how large proofs are.

A store of its own in a temporary folder; one process, one core. Prints milliseconds for an append (with and
without its commit), deeds a second for ``verify`` in the store and for ``verify.py`` on an export of it, the
length and bytes of proofs, and what the tree costs on the disk.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
APPENDS = 500


def prepare() -> object:
    """An empty store with the invented network; gives the officer and somebody to do deeds about."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from secretariat.desk.story.build import build_network
    from secretariat.desk.story.region import REGION

    return build_network(REGION)


def fill(size: int) -> None:
    """Copies of the last deed, chained and planted, in bulk: the actions would take minutes."""
    from secretariat.audit.models import Deed
    from secretariat.audit.reads import growth_at, head, link_of
    from secretariat.audit.rules import link_digest

    number, previous = head()
    growth, model = growth_at(number), Deed.objects.get(number=number)
    batch: list[Deed] = []
    while number < size:
        number += 1
        facts = {
            "number": number, "at": model.at, "deed": model.deed, "thing_kind": model.thing_kind,
            "thing_ref": f"entry-{number}", "before": "", "after": model.after,
            "words_digest": model.words_digest, "previous": previous,
        }  # fmt: skip
        row = Deed(
            **facts, network_id=model.network_id, account_id=model.account_id, salt=model.salt,
            words=model.words, digest=link_digest(**facts),
        )  # fmt: skip
        row.nodes = b"".join(growth.append(link_of(row).leaf)).hex()
        previous = row.digest
        batch.append(row)
        if len(batch) == 2000 or number == size:
            Deed.objects.bulk_create(batch)
            batch = []


def appended(cast: object, times: int) -> list[float]:
    """Milliseconds of single appends, each in its own committed transaction."""
    from django.db import transaction

    from secretariat.audit.actions import record_deed

    role = cast.roles["officer"]  # type: ignore[attr-defined]
    taken = []
    for n in range(times):
        begun = time.perf_counter()
        with transaction.atomic():
            record_deed(role.actor, "members.add_person", role.person, after={"n": n})
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def main() -> None:
    home = tempfile.mkdtemp(prefix="secretariat-bench-")
    os.environ["SECRETARIAT_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    sys.path.insert(0, str(Path(__file__).parent.parent))
    cast = prepare()
    from secretariat.audit import verify
    from secretariat.audit.export import proof_document, seal_files, write_record
    from secretariat.audit.models import Deed
    from secretariat.audit.reads import consistency_proof, head, inclusion_proof, verify_chain

    small = appended(cast, APPENDS)
    fill(SIZE)
    large = appended(cast, APPENDS)
    for name, taken in ((f"{APPENDS} deeds", small), (f"{SIZE} deeds", large)):
        high = sorted(taken)[int(len(taken) * 0.95)]
        print(f"append after {name}: median {statistics.median(taken):.2f} ms, p95 {high:.2f} ms, committed")
    size, _ = head()
    begun = time.process_time()
    count, faults = verify_chain()
    seconds = time.process_time() - begun
    print(
        f"verify in the store: {count} deeds in {seconds:.1f} s of processor time, {count / seconds:,.0f} a second, {len(faults)} faults"
    )
    folder = Path(home) / "export"
    folder.mkdir()
    write_record(folder)
    seal_files(folder)
    begun = time.process_time()
    report = verify.check(folder, [])
    seconds = time.process_time() - begun
    print(f"verify.py on an export: {count / seconds:,.0f} deeds a second, {len(report.faults)} faults")
    inclusion = max(len(inclusion_proof(n, size)[1]) for n in (1, size // 3, size // 2, size))
    consistency = max(len(consistency_proof(n, size)) for n in (1, size // 3, size // 2, size - 1))
    print(f"proofs in {size} deeds: inclusion {inclusion} hashes, consistency {consistency} hashes")
    print(f"proof of one deed as a file: {len(proof_document(size // 3, with_facts=True))} bytes")
    kept = sum(len(nodes) for nodes in Deed.objects.values_list("nodes", flat=True).iterator())
    print(f"the tree on the disk: {kept / size:.0f} bytes a deed")


if __name__ == "__main__":
    main()
