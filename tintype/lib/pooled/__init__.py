"""Django's PostgreSQL behind a PgBouncer."""
