"""Each deed keeps the hashes of the tree it completes and who wiped its words; the database guards all of it.

The table is rebuilt when a column comes or goes, and its triggers go with the old one: so they are taken
down first and put up anew at the end, in both directions.
"""

from importlib import import_module

from django.db import migrations, models

from secretariat.audit.rules import Link
from secretariat.audit.tree import Growth

_before = import_module("secretariat.audit.migrations.0002_deeds_are_append_only")

_KEPT = (
    "number", "at", "deed", "thing_kind", "thing_ref", "network_id", "account_id", "before", "after",
    "words_digest", "previous", "digest", "nodes",
)

SQLITE = [
    *_before.SQLITE[:2],
    f"""CREATE TRIGGER deed_is_never_changed BEFORE UPDATE ON audit_deed
       WHEN {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _KEPT)}
         OR NEW.words IS NOT NULL OR NEW.salt IS NOT NULL OR OLD.wiped_by IS NOT NULL
         OR NOT EXISTS (SELECT 1 FROM audit_deed WHERE number = NEW.wiped_by AND deed = 'audit.wipe_words')
       BEGIN SELECT RAISE(ABORT, 'deeds are never changed'); END""",
]
POSTGRES = [
    f"""CREATE FUNCTION audit_deed_stands() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF TG_OP = 'UPDATE' AND NEW.words IS NULL AND NEW.salt IS NULL AND OLD.wiped_by IS NULL
            AND EXISTS (SELECT 1 FROM audit_deed WHERE number = NEW.wiped_by AND deed = 'audit.wipe_words')
            AND ({", ".join(f"NEW.{name}" for name in _KEPT)})
            IS NOT DISTINCT FROM ({", ".join(f"OLD.{name}" for name in _KEPT)}) THEN
           RETURN NEW;
         END IF;
         RAISE EXCEPTION 'deeds are never changed or deleted';
       END $$""",
    _before.POSTGRES[1],
]


def _run(schema_editor, sqlite, postgres):
    for statement in postgres if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


def take_old_down(apps, schema_editor):
    _run(schema_editor, _before.SQLITE_BACK, _before.POSTGRES_BACK)


def put_old_up(apps, schema_editor):
    _run(schema_editor, _before.SQLITE, _before.POSTGRES)


def put_new_up(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRES)


def plant(apps, schema_editor):
    """Puts every deed of before into the tree."""
    Deed = apps.get_model("audit", "Deed")
    growth = Growth()
    for row in Deed.objects.order_by("number").iterator(chunk_size=2000):
        link = Link(
            row.number, row.at, row.deed, row.thing_kind, row.thing_ref, row.before, row.after,
            row.words_digest, row.previous, row.digest, row.salt, row.words, row.network_id, row.account_id,
        )
        nodes = b"".join(growth.append(link.leaf)).hex()
        Deed.objects.filter(number=row.number).update(nodes=nodes)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_deeds_are_append_only")]
    operations = [
        migrations.RunPython(take_old_down, put_old_up),
        migrations.AddField(
            "deed",
            "nodes",
            models.TextField(
                default="", help_text="the hashes of the tree that this deed completed, in hexadecimal"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "deed",
            "wiped_by",
            models.PositiveBigIntegerField(
                null=True, help_text="the number of the deed that wiped the words"
            ),
        ),
        migrations.RunPython(plant, migrations.RunPython.noop),
        migrations.RunPython(put_new_up, take_old_down),
    ]
