from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Built while people go on posting, which takes no transaction around it.
    atomic = False

    dependencies = [("photos", "0004_post_pinned")]

    operations = [
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(
                condition=models.Q(("visibility", "direct"), _negated=True),
                fields=["owner_id", "-id"],
                name="post_in_feeds",
            ),
        ),
    ]
