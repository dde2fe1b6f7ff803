from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_api")]

    operations = [
        migrations.AddField("account", "private_stamp", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("account", "public_stamp", models.PositiveIntegerField(db_default=0, default=0)),
    ]
