import django.contrib.postgres.fields
from django.db import migrations, models

# Asked at the start of every transaction that writes to a shard which moves, and by the fences of the tables
# (sharding.fence) for all that comes by another way. Answers '' where the shard is written here, else its new place.
# Whoever writes to a moving shard holds the move's lock shared until the commit; who switches holds it alone, so a
# switch waits for all that has begun, and what comes meanwhile waits for the switch. The second look is a new
# snapshot, taken under the lock.
GATE = """
CREATE FUNCTION shard_gate(wanted integer) RETURNS text LANGUAGE plpgsql VOLATILE SET lock_timeout = '5s' AS $$
DECLARE
    fence record;
BEGIN
    SELECT move_id, moved_to INTO fence FROM sharding_fence WHERE shard = wanted;
    IF NOT FOUND THEN
        RETURN '';
    END IF;
    IF fence.moved_to = '' THEN
        PERFORM pg_advisory_xact_lock_shared(8191042, fence.move_id);
        SELECT moved_to INTO fence FROM sharding_fence WHERE shard = wanted;
    END IF;
    RETURN coalesce(fence.moved_to, '');
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("sharding", "0001_initial")]

    operations = [
        migrations.AddField("logicalshard", "is_moving", models.BooleanField(db_default=False, default=False)),
        migrations.CreateModel(
            name="MapVersion",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("version", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shards",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None),
                ),
                ("source", models.CharField(max_length=63)),
                ("target", models.CharField(max_length=63)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("copying", "Copying"),
                            ("following", "Following"),
                            ("switched", "Switched"),
                            ("verified", "Verified"),
                            ("done", "Done"),
                            ("rolled back", "Rolled Back"),
                        ],
                        default="planned",
                        max_length=11,
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("pause_ms", models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Fence",
            fields=[
                ("shard", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("move_id", models.IntegerField()),
                ("moved_to", models.CharField(db_default="", default="", max_length=63)),
            ],
        ),
        migrations.RunSQL(
            "INSERT INTO sharding_mapversion (id, version) VALUES (1, 1)",
            migrations.RunSQL.noop,
            hints={"model_name": "mapversion"},
        ),
        migrations.RunSQL(GATE, "DROP FUNCTION shard_gate(integer)"),
    ]
