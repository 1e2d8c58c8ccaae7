"""Papers are sealed: the key each is sealed to, what was found in it, and whether it waits for the scanner.

Going back opens every file first: the version before this one reads files in clear only.
"""

import os
import shutil

from django.db import migrations, models

import secretariat.archive.models


def open_all(apps, schema_editor):
    from secretariat.archive import store
    from secretariat.archive.reads import keyring, sources_folder
    from django.conf import settings

    Source = apps.get_model("archive", "Source")
    for source in Source.objects.exclude(key_id="").order_by("pk"):
        kept = store.Kept(source.stored_name, source.sha256, source.size, source.key_id)
        sealed = sources_folder() / source.stored_name
        part = sealed.with_name(f"{sealed.name}.part")
        with store.opened(kept, sources_folder(), keyring(), settings.HOME) as plain:
            shutil.copyfile(plain, part)
        part.chmod(0o600)
        with part.open("rb") as handle:
            os.fsync(handle.fileno())
        part.replace(sealed)
        Source.objects.filter(pk=source.pk).update(key_id="")


class Migration(migrations.Migration):
    # One row at a time: a file that was opened already must not be opened again after a failure half way.
    atomic = False

    dependencies = [("archive", "0001_sources_and_readings")]

    operations = [
        migrations.AddField(
            model_name="source",
            name="findings",
            field=models.JSONField(
                default=list, help_text="what it does beside holding words: kind, detail"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="held_because",
            field=models.TextField(blank=True, help_text="why nobody may open it yet"),
        ),
        migrations.AddField(
            model_name="source",
            name="key_id",
            field=models.CharField(
                blank=True, help_text="the key the file is sealed to; empty: kept in clear", max_length=16
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="state",
            field=models.CharField(
                choices=secretariat.archive.models.source_states, default="kept", max_length=8
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_because", ""), ("state", "kept")),
                    models.Q(("state", "held"), models.Q(("held_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="held_source_says_why",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, open_all),
    ]
