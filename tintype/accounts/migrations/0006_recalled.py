from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Built while people sign in, which takes no transaction around it.
    atomic = False

    dependencies = [("accounts", "0005_recalled_at")]

    operations = [
        AddIndexConcurrently(
            model_name="account",
            index=models.Index(
                fields=["recalled_at"], name="account_recalled", condition=models.Q(recalled_at__isnull=False)
            ),
        ),
    ]
