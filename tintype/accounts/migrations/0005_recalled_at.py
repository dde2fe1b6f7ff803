from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_stamps")]

    operations = [migrations.AddField("account", "recalled_at", models.DateTimeField(blank=True, null=True))]
