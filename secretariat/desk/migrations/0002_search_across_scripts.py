"""The full-text index beside the search rows, kept in step by the database itself."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE desk_search USING fts5(
         folded, content='desk_searchrow', content_rowid='id', tokenize="unicode61 remove_diacritics 0")""",
    """CREATE TRIGGER desk_search_added AFTER INSERT ON desk_searchrow BEGIN
         INSERT INTO desk_search(rowid, folded) VALUES (new.id, new.folded); END""",
    """CREATE TRIGGER desk_search_removed AFTER DELETE ON desk_searchrow BEGIN
         INSERT INTO desk_search(desk_search, rowid, folded) VALUES ('delete', old.id, old.folded); END""",
    """CREATE TRIGGER desk_search_changed AFTER UPDATE ON desk_searchrow BEGIN
         INSERT INTO desk_search(desk_search, rowid, folded) VALUES ('delete', old.id, old.folded);
         INSERT INTO desk_search(rowid, folded) VALUES (new.id, new.folded); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER desk_search_changed",
    "DROP TRIGGER desk_search_removed",
    "DROP TRIGGER desk_search_added",
    "DROP TABLE desk_search",
]
POSTGRES = ["CREATE INDEX desk_search ON desk_searchrow USING gin (to_tsvector('simple', folded))"]
POSTGRES_BACK = ["DROP INDEX desk_search"]


def put_up(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def take_down(apps, schema_editor):
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_search_rows")]
    operations = [migrations.RunPython(put_up, take_down)]
