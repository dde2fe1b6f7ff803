"""Moving logical shards from one physical database to another while they are written to."""
