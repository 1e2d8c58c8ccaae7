"""The database itself refuses to alter the record of deeds; only the words of a deed can be wiped."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER deed_is_never_deleted BEFORE DELETE ON audit_deed
       BEGIN SELECT RAISE(ABORT, 'deeds are never deleted'); END""",
    """CREATE TRIGGER deed_number_is_taken_once BEFORE INSERT ON audit_deed
       WHEN EXISTS (SELECT 1 FROM audit_deed WHERE number = NEW.number)
       BEGIN SELECT RAISE(ABORT, 'a deed with this number stands already'); END""",
    """CREATE TRIGGER deed_is_never_changed BEFORE UPDATE ON audit_deed
       WHEN NEW.number IS NOT OLD.number OR NEW.at IS NOT OLD.at OR NEW.deed IS NOT OLD.deed
         OR NEW.thing_kind IS NOT OLD.thing_kind OR NEW.thing_ref IS NOT OLD.thing_ref
         OR NEW.before IS NOT OLD.before OR NEW.after IS NOT OLD.after
         OR NEW.words_digest IS NOT OLD.words_digest OR NEW.previous IS NOT OLD.previous
         OR NEW.digest IS NOT OLD.digest OR NEW.network_id IS NOT OLD.network_id
         OR NEW.words IS NOT NULL OR NEW.salt IS NOT NULL
       BEGIN SELECT RAISE(ABORT, 'deeds are never changed'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER deed_is_never_deleted",
    "DROP TRIGGER deed_number_is_taken_once",
    "DROP TRIGGER deed_is_never_changed",
]
POSTGRES = [
    """CREATE FUNCTION audit_deed_stands() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF TG_OP = 'UPDATE' AND NEW.words IS NULL AND NEW.salt IS NULL
            AND (NEW.number, NEW.at, NEW.deed, NEW.thing_kind, NEW.thing_ref, NEW.before, NEW.after,
                 NEW.words_digest, NEW.previous, NEW.digest)
            IS NOT DISTINCT FROM
                (OLD.number, OLD.at, OLD.deed, OLD.thing_kind, OLD.thing_ref, OLD.before, OLD.after,
                 OLD.words_digest, OLD.previous, OLD.digest) THEN
           RETURN NEW;
         END IF;
         RAISE EXCEPTION 'deeds are never changed or deleted';
       END $$""",
    """CREATE TRIGGER deed_stands BEFORE UPDATE OR DELETE ON audit_deed
       FOR EACH ROW EXECUTE FUNCTION audit_deed_stands()""",
]
POSTGRES_BACK = ["DROP TRIGGER deed_stands ON audit_deed", "DROP FUNCTION audit_deed_stands()"]


def put_up(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def take_down(apps, schema_editor):
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_the_record_of_deeds")]
    operations = [migrations.RunPython(put_up, take_down)]
