from django.db import migrations, models

# id_tick holds the last used (milliseconds << 10 | sequence) of this physical database; a new id takes the clock or
# the next tick, whichever is later. That one line guards against what a plain sequence modulo 1,024 does not: more
# than 1,024 ids in a millisecond run on into the next one, and a clock that steps back is waited out by counting on.
# Ids made by two transactions must not wait for each other's commit, so the lock has to end with the function. The
# inner block is a subtransaction, and leaving it by an exception gives its lock back (setval is not undone by that).
# A lock of the session with an unlock at the end would stay behind, and stop the whole shard, when a statement is
# cancelled between the two. Both cost the same 10 µs.
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
    BEGIN
        PERFORM pg_advisory_xact_lock(8191041);
        SELECT greatest(last_value + 1, id_clock() << 10) INTO tick FROM id_tick;
        IF tick < 1024 OR tick >= 1::bigint << 50 THEN
            RAISE EXCEPTION 'next_id: the clock is outside 2026 to 2060';
        END IF;
        PERFORM setval('id_tick', tick);
        RAISE SQLSTATE 'TTID0';
    EXCEPTION WHEN SQLSTATE 'TTID0' THEN
        NULL;
    END;
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
