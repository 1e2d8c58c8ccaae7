"""A paper opens once it was looked through for a marking; the same bytes are one paper within a ring; a fact
counts how often it was settled.

Going back opens what was not looked through, and refuses while the same bytes lie in two rings.
"""

from django.db import migrations, models

NOT_LOOKED_THROUGH = (
    "Not looked through yet: it opens once the machine has read it and found no classification marking in it."
)


def shut_what_was_never_read(apps, schema_editor):
    Source = apps.get_model("archive", "Source")
    looked_through = models.Q(readings__state__in=["read", "accepted"])
    for source in Source.objects.filter(state="kept").exclude(looked_through):
        Source.objects.filter(pk=source.pk).update(state="unread", held_because=NOT_LOOKED_THROUGH)


def open_what_was_shut(apps, schema_editor):
    apps.get_model("archive", "Source").objects.filter(state="unread").update(state="kept", held_because="")


def refuse_twins(apps, schema_editor):
    rows = apps.get_model("archive", "Source").objects.order_by().values("network", "sha256")
    if rows.annotate(count=models.Count("pk")).filter(count__gt=1).exists():
        raise RuntimeError(
            "The same file lies in the archive for two rings, which the version before cannot hold; "
            "remove one of the two in the archive, then go back again."
        )


class Migration(migrations.Migration):
    dependencies = [("archive", "0002_sealed_sources")]

    operations = [
        migrations.AddField(
            model_name="fact",
            name="version",
            field=models.PositiveIntegerField(default=1, help_text="how often it was settled, and one"),
        ),
        migrations.RemoveConstraint(model_name="source", name="source_once_in_network"),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(
                fields=("network", "ring", "sha256"), name="source_once_in_ring"
            ),
        ),
        migrations.RemoveConstraint(model_name="source", name="held_source_says_why"),
        migrations.RunPython(shut_what_was_never_read, open_what_was_shut),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_because", ""), ("state", "kept")),
                    models.Q(
                        models.Q(("state", "kept"), _negated=True),
                        models.Q(("held_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="shut_source_says_why",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_twins),
    ]
