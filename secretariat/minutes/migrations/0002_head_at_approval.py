from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('minutes', '0001_records_and_entries'),
    ]

    operations = [
        migrations.AddField(
            model_name='record',
            name='approved_head',
            field=models.JSONField(blank=True, help_text='the signed head of the record of deeds when it was approved', null=True),
        ),
    ]
