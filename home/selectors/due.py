"""What waits for somebody today, counted where they hold a role."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.models import TaskState

from civic.accounts.policies import Actor
from civic.cases.models import Case
from civic.cases.querysets import is_late
from civic.cases.selectors import inbox
from civic.decisions.selectors import late_commitments
from civic.desk.selectors.calls import calls_due
from civic.discussion.models import Report
from civic.discussion.policies import MODERATORS
from consultations.models import Consultation
from consultations.policies import manageable
from consultations.selectors.overdue import overdue_consultations
from neighbourhood_councils.models import Referral
from neighbourhood_councils.selectors.held import (
    held_comments,
    held_contributions,
    held_requests,
)
from neighbourhood_councils.selectors.referrals import council_replies_overdue, referral_urls
from workshops.models import MixedGroup
from workshops.selectors.groups import replies_overdue

from ..policies import organisations_where

LATEST_SHOWN = 5


@dataclass(frozen=True)
class DueToday:
    """How many things wait; each is something the actor may settle."""

    late: int
    due_today: int
    waiting: int
    held_contributions: int
    held_requests: int
    held_comments: int
    reports: int
    pages_to_read: int
    overdue_results: tuple[Consultation, ...]
    overdue_replies: tuple[MixedGroup, ...]
    overdue_council_replies: tuple[tuple[Referral, str], ...]
    late_commitments: int
    calls: int

    @property
    def held(self) -> int:
        return self.held_contributions + self.held_requests + self.held_comments

    @property
    def nothing(self) -> bool:
        return not (
            self.waiting
            or self.held
            or self.reports
            or self.pages_to_read
            or self.overdue_results
            or self.overdue_replies
            or self.overdue_council_replies
            or self.late_commitments
            or self.calls
        )


def due_today(actor: Actor) -> DueToday:
    """Count what waits for an actor: answers owed, texts held, reports, pages to read, results."""
    today = timezone.localdate()
    answers = (
        inbox(actor)
        .order_by()
        .aggregate(
            late=Count("pk", filter=is_late(today)),
            due_today=Count("pk", filter=Q(promised_on=today)),
            waiting=Count("pk"),
        )
    )
    return DueToday(
        **answers,
        held_contributions=held_contributions(actor).count(),
        held_requests=held_requests(actor).count(),
        held_comments=held_comments(actor).count(),
        reports=open_reports(actor).count(),
        pages_to_read=TaskState.objects.reviewable_by(actor.user).count() if actor.user else 0,
        overdue_results=tuple(overdue_results(actor)),
        overdue_replies=tuple(replies_overdue(actor)),
        overdue_council_replies=_council_replies(actor),
        late_commitments=late_commitments(actor).count(),
        calls=calls_due(actor).count(),
    )


def _council_replies(actor: Actor) -> tuple[tuple[Referral, str], ...]:
    late = council_replies_overdue(actor)
    urls = referral_urls(late)
    return tuple((referral, urls.get(referral.pk, "")) for referral in late)


def overdue_results(actor: Actor) -> list[Consultation]:
    """Return the consultations an actor runs whose announced result is overdue."""
    return overdue_consultations(pk__in=manageable(actor).values("pk"))


def open_reports(actor: Actor) -> "QuerySet[Report]":
    """Return the reports an actor may settle, the oldest first."""
    return Report.objects.open().filter(organisation__in=organisations_where(actor, MODERATORS))


def latest_late(actor: Actor) -> "QuerySet[Case]":
    """Return the cases that are the latest among those an actor may answer."""
    return inbox(actor).filter(is_late(timezone.localdate()))[:LATEST_SHOWN]
