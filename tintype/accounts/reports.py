"""What people find should be looked at by those who run the site."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tintype.accounts.limits import MOST_REPORTED, REPORT_LENGTH
from tintype.accounts.models import Report
from tintype.lib.errors import NotFound, Refused
from tintype.lib.text import clean


@dataclass(frozen=True)
class ReportRecord:
    id: int
    target_id: int
    status_ids: tuple[int, ...]
    category: str
    comment: str
    made_at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class OpenReport:
    """For those who run the site."""

    id: int
    by: str
    about: str
    category: str
    comment: str
    status_ids: tuple[int, ...]
    made_at: datetime


def report(viewer: int, target_id: int, status_ids: Collection[int], category: str, comment: str) -> ReportRecord:
    """That the viewer may see all this is for the caller to see to. Raises Refused."""
    if viewer == target_id:
        raise Refused("You cannot report yourself.")
    comment = clean(comment)
    if len(comment) > REPORT_LENGTH:
        raise Refused(f"Comment: {REPORT_LENGTH:,} characters fit; there are {len(comment):,}.")
    if len(status_ids) > MOST_REPORTED:
        raise Refused(f"Up to {MOST_REPORTED} posts can be reported at once.")
    with transaction.atomic():
        made = Report.objects.create(
            account_id=viewer, target_id=target_id, status_ids=sorted(status_ids), category=category, comment=comment
        )
    return ReportRecord(made.id, target_id, tuple(made.status_ids), made.category, comment, made.made_at, None)


def is_reported(viewer: int, target_id: int, status_ids: Collection[int]) -> bool:
    """Whether the viewer has said so already and nobody has looked yet."""
    mine = Report.objects.filter(account_id=viewer, target_id=target_id, done_at=None)
    return mine.filter(status_ids=sorted(status_ids)).exists()


def open_reports() -> list[OpenReport]:
    """Who waits longest first."""
    found = Report.objects.filter(done_at=None).select_related("account", "target").order_by("id")
    return [
        OpenReport(
            one.id,
            one.account.username,
            one.target.username,
            one.category,
            one.comment,
            tuple(one.status_ids),
            one.made_at,
        )
        for one in found
    ]


def settle_report(report_id: int) -> None:
    """Somebody has looked at it. Raises NotFound."""
    if not Report.objects.filter(id=report_id, done_at=None).update(done_at=timezone.now()):
        raise NotFound(f"There is no open report {report_id}.")
