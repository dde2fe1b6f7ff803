from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("photos", "0005_status_feeds")]

    operations = [
        migrations.AddField("photo", "colour", models.CharField(db_default="", default="", max_length=7)),
        migrations.AddField("photo", "offered_bytes", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("photo", "offered_type", models.CharField(db_default="", default="", max_length=20)),
        migrations.AddField("photo", "part_count", models.PositiveSmallIntegerField(db_default=1, default=1)),
        migrations.AddField("photo", "recipe", models.JSONField(db_default={}, default=dict)),
        migrations.AddField("photo", "revision", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("photo", "stored_bytes", models.PositiveBigIntegerField(db_default=0, default=0)),
        migrations.AddField("post", "is_ready", models.BooleanField(db_default=True, default=True)),
    ]
