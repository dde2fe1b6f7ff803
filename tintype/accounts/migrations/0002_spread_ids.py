from django.db import migrations

# Account ids come in steps of 5,063: odd, so every logical shard (id % 8192) is met, and about 8192 times the golden
# section, so that accounts made one after the other lie far apart (Knuth, The Art of Computer Programming 3, 6.4).
SPREAD = "ALTER TABLE accounts_account ALTER COLUMN id SET INCREMENT BY 5063 RESTART WITH 5063"
DENSE = "ALTER TABLE accounts_account ALTER COLUMN id SET INCREMENT BY 1"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(SPREAD, DENSE)]
