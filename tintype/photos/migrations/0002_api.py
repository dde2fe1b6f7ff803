import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("photos", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "status_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("status_id", models.BigIntegerField()),
                ("made_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("status_id", models.BigIntegerField()),
                ("text", models.CharField(max_length=2200)),
                ("spoiler", models.CharField(max_length=200)),
                ("is_sensitive", models.BooleanField()),
                ("photos", models.JSONField()),
                ("written_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="FeaturedTag",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "tag", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("tag", models.CharField(max_length=50)),
                ("made_id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FollowedTag",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "tag", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("tag", models.CharField(max_length=50)),
                ("made_id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Hashtag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=50, unique=True)),
                ("last_used_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="QuietPost",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "post_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("post_id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Shared",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id", "post_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("post_id", models.BigIntegerField()),
                ("made_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="CommentLike",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "comment_id", "account_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="photos.comment"),
                ),
                ("account_id", models.BigIntegerField()),
                ("made_id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Named",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "post_id", "account_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="named",
                        to="photos.post",
                    ),
                ),
                ("account_id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "post_id", "account_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="photos.post"),
                ),
                ("account_id", models.BigIntegerField()),
                ("made_id", models.BigIntegerField(unique=True)),
            ],
        ),
        migrations.AddField(
            model_name="comment",
            name="edited_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="like_count",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="comment",
            name="parent_id",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="photo",
            name="focus_x",
            field=models.FloatField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="photo",
            name="focus_y",
            field=models.FloatField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="post",
            name="application",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="post",
            name="edited_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="post",
            name="is_sensitive",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="post",
            name="language",
            field=models.CharField(db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="post",
            name="pinned_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="post",
            name="share_count",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="post",
            name="spoiler",
            field=models.CharField(db_default="", default="", max_length=200),
        ),
        migrations.AlterField(
            model_name="post",
            name="visibility",
            field=models.CharField(
                choices=[
                    ("public", "Everyone"),
                    ("unlisted", "Everyone, unlisted"),
                    ("followers", "Followers"),
                    ("direct", "Mentioned people"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddIndex(
            model_name="bookmark",
            index=models.Index(fields=["account_id", "-made_id"], name="bookmark_list"),
        ),
        migrations.AddIndex(
            model_name="edit",
            index=models.Index(fields=["status_id", "id"], name="edit_list"),
        ),
        migrations.AddIndex(
            model_name="hashtag",
            index=models.Index(fields=["-last_used_at"], name="hashtag_recent"),
        ),
        migrations.AddIndex(
            model_name="shared",
            index=models.Index(fields=["account_id", "-made_id"], name="shared_list"),
        ),
        migrations.AddIndex(
            model_name="share",
            index=models.Index(fields=["post", "-made_id"], name="share_list"),
        ),
    ]
