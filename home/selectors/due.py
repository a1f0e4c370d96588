"""What waits for somebody today, counted where they hold a role."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Count, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import TaskState

from civic.accounts.policies import Actor
from civic.cases.models import Case, Request
from civic.cases.selectors import inbox
from civic.discussion.models import Comment, Report
from civic.discussion.policies import MODERATORS
from civic.participation.models import Contribution
from civic.privacy.models import HoldReason
from civic.privacy.policies import READERS
from civic.territory.models import Organisation


@dataclass(frozen=True)
class DueToday:
    """How many things wait; each number is of what the actor may settle."""

    late: int
    due_today: int
    waiting: int
    held_contributions: int
    held_requests: int
    held_comments: int
    reports: int
    pages_to_read: int

    @property
    def held(self) -> int:
        return self.held_contributions + self.held_requests + self.held_comments

    @property
    def nothing(self) -> bool:
        return not (self.waiting or self.held or self.reports or self.pages_to_read)


def due_today(actor: Actor) -> DueToday:
    """Count what waits for an actor: answers owed, texts held, reports, pages to read."""
    today = timezone.localdate()
    answers = (
        inbox(actor)
        .order_by()
        .aggregate(
            late=Count("pk", filter=Q(promised_on__lt=today)),
            due_today=Count("pk", filter=Q(promised_on=today)),
            waiting=Count("pk"),
        )
    )
    return DueToday(
        **answers,
        held_contributions=_to_decide(Contribution.objects.held())
        .filter(activity__space__organisation__in=_where(actor, READERS))
        .count(),
        held_requests=_to_decide(Request.objects.held())
        .filter(organisation__in=_where(actor, READERS))
        .count(),
        held_comments=_comments_in(
            _to_decide(Comment.objects.held()), _where(actor, READERS)
        ).count(),
        reports=Report.objects.open().filter(organisation__in=_where(actor, MODERATORS)).count(),
        pages_to_read=TaskState.objects.reviewable_by(actor.user).count() if actor.user else 0,
    )


def oldest_late(actor: Actor, count: int = 5) -> "QuerySet[Case]":
    """Return the cases that are the latest among those an actor may answer."""
    return inbox(actor).filter(promised_on__lt=timezone.localdate())[:count]


def _where(actor: Actor, roles: tuple) -> "QuerySet[Organisation]":  # type: ignore[type-arg]
    if actor.is_administrator:
        return Organisation.objects.order_by()
    return Organisation.objects.filter(pk__in=actor.organisations_for(*roles)).order_by()


def _to_decide(held: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    # What a moderator hid is settled: it does not wait any more.
    return held.exclude(held_for=HoldReason.HIDDEN).order_by()


def _comments_in(held: QuerySet, organisations: "QuerySet[Organisation]") -> QuerySet:  # type: ignore[type-arg]
    contributions = Contribution.objects.filter(activity__space__organisation__in=organisations)
    return held.annotate(_about=Cast("object_pk", BigIntegerField())).filter(
        content_type=ContentType.objects.get_for_model(Contribution),
        _about__in=contributions.order_by().values("pk"),
    )
