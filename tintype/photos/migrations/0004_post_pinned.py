from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Built while people go on posting, which takes no transaction around it.
    atomic = False

    dependencies = [("photos", "0003_post_public")]

    operations = [
        AddIndexConcurrently(
            model_name="post",
            index=models.Index(
                condition=models.Q(("pinned_id__isnull", False)), fields=["owner_id"], name="post_pinned"
            ),
        ),
    ]
