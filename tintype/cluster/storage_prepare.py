"""`tintype storage prepare`, and what stops `tintype up`: a store that is half configured. With Django loaded."""

from tintype.cluster.errors import ClusterError
from tintype.cluster.findings import Level
from tintype.cluster.storage_probes import probes_of_store
from tintype.storage import present
from tintype.storage.actions import prepare_store
from tintype.storage.errors import StoreUnreachable


def prepare_bucket() -> None:
    """Raises ClusterError with what to do."""
    from botocore.exceptions import ClientError  # noqa: PLC0415  slow import

    try:
        prepare_store()
    except StoreUnreachable as error:
        raise ClusterError(f"{present.objects().name} does not answer: {error}") from None
    except ClientError as error:
        raise ClusterError(
            f"{present.objects().name} refuses {error.operation_name}: {error.response['Error']['Code']}.\n"
            "The keys in keys_file have to be those of somebody who may make and configure the bucket. (On Amazon's S3"
            ' "Block public access" has to allow bucket policies, for the one that opens it to the edges.)'
        ) from None


def check_fit(otherwise: str) -> None:
    """Raises ClusterError with each thing that is wrong and what to do; `otherwise` says what that means."""
    bad = [finding for finding in probes_of_store() if finding.level is Level.WRONG]
    if bad:
        lines = [f"  {finding.name}: {finding.text}\n      {finding.remedy}" for finding in bad]
        raise ClusterError("\n".join([f"{present.objects().name} cannot be used. {otherwise}", *lines]))
