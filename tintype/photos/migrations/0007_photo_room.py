from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Built while people go on posting, which takes no transaction around it.
    atomic = False

    dependencies = [("photos", "0006_renditions")]

    operations = [
        AddIndexConcurrently(
            model_name="photo",
            index=models.Index(fields=["owner_id"], include=("stored_bytes",), name="photo_room"),
        ),
    ]
