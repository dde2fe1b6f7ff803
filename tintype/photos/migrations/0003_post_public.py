from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Built while people go on posting, which takes no transaction around it.
    atomic = False

    dependencies = [("photos", "0002_api")]

    operations = [
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(condition=models.Q(("visibility", "public")), fields=["-id"], name="post_public"),
        ),
    ]
