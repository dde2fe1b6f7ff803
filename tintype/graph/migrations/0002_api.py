import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("graph", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "about_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("about_id", models.BigIntegerField()),
                ("text", models.CharField(max_length=2000)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mute",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "muter_id", "muted_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("muter_id", models.BigIntegerField()),
                ("muted_id", models.BigIntegerField()),
                ("made_id", models.BigIntegerField()),
                ("with_notifications", models.BooleanField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["muter_id", "-made_id"], name="mute_list")],
            },
        ),
        migrations.CreateModel(
            name="PeopleList",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("owner_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=100)),
                (
                    "replies",
                    models.CharField(
                        choices=[("followed", "Followed"), ("list", "List"), ("none", "None")], max_length=8
                    ),
                ),
                ("is_exclusive", models.BooleanField()),
            ],
            options={
                "indexes": [models.Index(fields=["owner_id", "id"], name="people_lists")],
            },
        ),
        migrations.CreateModel(
            name="ListMember",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "people_list_id", "account_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("made_id", models.BigIntegerField()),
                (
                    "people_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="graph.peoplelist",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="follow",
            name="is_loud",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="follow",
            name="with_shares",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
