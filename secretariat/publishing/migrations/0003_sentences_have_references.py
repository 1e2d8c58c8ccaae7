"""Each cleared sentence gets a reference of its own, so that one alone can be purged."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from secretariat.publishing.models import sentence_ref


def name_each(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One reference for each sentence there is."""
    sentences = apps.get_model("publishing", "ReleasedLine")
    for sentence in sentences.objects.filter(ref__isnull=True).iterator():
        sentence.ref = sentence_ref()
        sentence.save(update_fields=["ref"])


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_ring_changes_and_second_person")]

    operations = [
        migrations.AddField("releasedline", "ref", models.CharField(max_length=40, null=True)),
        migrations.RunPython(name_each, migrations.RunPython.noop),
        migrations.AlterField(
            "releasedline", "ref", models.CharField(max_length=40, unique=True, default=sentence_ref)
        ),
    ]
