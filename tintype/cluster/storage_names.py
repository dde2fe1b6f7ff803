"""How a store is called in sentences."""

from tintype.config.topology import ObjectStore


def name_of(objects: ObjectStore) -> str:
    """Short for an S3, since the whole address stands in the topology."""
    if not objects.is_s3:
        return f"the directory {objects.path}"
    return f"the bucket {objects.bucket} at {objects.endpoint}"
