from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Built while people go on following, which takes no transaction around it.
    atomic = False

    dependencies = [("graph", "0002_api")]

    operations = [
        AddIndexConcurrently(
            model_name="follow",
            index=models.Index(
                condition=models.Q(("is_loud", True)), fields=["followee_id", "follower_id"], name="loud_follows"
            ),
        ),
    ]
