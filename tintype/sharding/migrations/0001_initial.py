from django.db import migrations, models

# id_tick holds the last used (milliseconds << 10 | sequence) of this physical database; a new id takes the clock or
# the next tick, whichever is later. That one line guards against what a plain sequence modulo 1,024 does not: more
# than 1,024 ids in a millisecond run on into the next one, and a clock that steps back is waited out by counting on.
# The advisory lock belongs to the session and is given back before the function returns, so ids made by two
# transactions do not wait for each other's commit, and PgBouncer's transaction mode is fine with it.
# The epoch is 2026-01-01; in a signed bigint the milliseconds have 40 bits: 34.8 years, until October 2060.
NEXT_ID = """
CREATE SEQUENCE id_tick AS bigint MINVALUE 0 START WITH 0;

CREATE FUNCTION id_clock() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint - 1767225600000
$$;

CREATE FUNCTION next_id(shard integer) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    tick bigint;
BEGIN
    IF shard IS NULL OR shard NOT BETWEEN 0 AND 8191 THEN
        RAISE EXCEPTION 'next_id: % is no logical shard', shard;
    END IF;
    PERFORM pg_advisory_lock(8191041);
    BEGIN
        SELECT greatest(last_value + 1, id_clock() << 10) INTO tick FROM id_tick;
        IF tick < 1024 OR tick >= 1::bigint << 50 THEN
            RAISE EXCEPTION 'next_id: the clock is outside 2026 to 2060';
        END IF;
        PERFORM setval('id_tick', tick);
    EXCEPTION WHEN query_canceled OR OTHERS THEN
        PERFORM pg_advisory_unlock(8191041);
        RAISE;
    END;
    PERFORM pg_advisory_unlock(8191041);
    RETURN ((tick >> 10) << 23) | (shard::bigint << 10) | (tick & 1023);
END
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LogicalShard",
            fields=[
                ("shard", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("database", models.CharField(max_length=63)),
            ],
        ),
        migrations.RunSQL(NEXT_ID, "DROP FUNCTION next_id(integer); DROP FUNCTION id_clock(); DROP SEQUENCE id_tick;"),
    ]
