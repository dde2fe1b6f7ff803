class ClusterError(Exception):
    """Tintype cannot start or stop; the text says what is wrong and what to do."""
