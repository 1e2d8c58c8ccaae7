"""An entry keeps the first seat it was entered for; those of before keep the one they stand under."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def keep_the_seat(apps, schema_editor):
    apps.get_model("minutes", "Entry").objects.update(origin_id=F("seat_id"))


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_comings_and_goings"),
        ("minutes", "0002_head_at_approval"),
    ]
    operations = [
        migrations.AddField(
            model_name="entry",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                help_text="the first seat it was entered for: no edit takes its say from it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.seat",
            ),
        ),
        migrations.RunPython(keep_the_seat, migrations.RunPython.noop),
    ]
