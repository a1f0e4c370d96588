"""Reads of conclusions: what closed a discussion, and the comments each point rests on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Model, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.core.exceptions import Refusal
from civic.core.logic.dates import written_day
from civic.core.logic.numbers import written_number
from civic.participation.models import Contribution
from civic.participation.registry import TrailStep, participation_registry

from ..enums import MAX_CITED
from ..models import Comment, ConclusionPoint, ThreadConclusion

ANCHOR = "conclusions"
CLOSED_VERSION = "civic.discussion.closed"
CLOSED_SECONDS = 60


@dataclass(frozen=True)
class Cited:
    """A comment a point rests on; without a name when it is not public any more."""

    key: str
    name: str = ""


@dataclass(frozen=True)
class Point:
    """One paragraph of the conclusions."""

    text: str
    cited: list[Cited]


@dataclass(frozen=True)
class Concluded:
    """What closed a discussion, as a page shows it; false while the discussion is not closed."""

    organisation: str = ""
    closed_at: datetime | None = None
    points: list[Point] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.closed_at is not None

    @property
    def sentence(self) -> str:
        """Return why one cannot comment any more."""
        if self.closed_at is None:
            return ""
        return closed_sentence(self.closed_at)

    @property
    def rests_on(self) -> str:
        """Return on how many comments the conclusions rest, in words."""
        count = len({cited.key for point in self.points for cited in point.cited})
        return ngettext("They rest on %(n)s comment.", "They rest on %(n)s comments.", count) % {
            "n": written_number(count)
        }


def _closed_discussions() -> frozenset[tuple[int, int]]:
    """Return which discussions are closed, as (content type, row), kept until one changes.

    Few are: a page of any other discussion asks nothing more of the database. Kept under a
    version that closing and opening again replace, so that what was read before is never kept
    after. The service asks the database itself.
    """
    version: str | None = cache.get(CLOSED_VERSION)
    if version is None:
        version = uuid4().hex
        if not cache.add(CLOSED_VERSION, version, timeout=None):
            version = cache.get(CLOSED_VERSION) or version
    key = f"{CLOSED_VERSION}.{version}"
    found: frozenset[tuple[int, int]] | None = cache.get(key)
    if found is None:
        standing = ThreadConclusion.objects.filter(reopened_at=None).order_by()
        found = frozenset(standing.values_list("content_type_id", "object_id"))
        cache.set(key, found, CLOSED_SECONDS)
    return found


def closed_sentence(closed_at: datetime) -> str:
    """Return why a discussion that was concluded takes no more comments."""
    return _(
        "This discussion was closed with conclusions on %(day)s: it can be read, "
        "no comment can be added."
    ) % {"day": written_day(timezone.localdate(closed_at))}


def standing_conclusions(target: Model) -> "QuerySet[ThreadConclusion]":
    """Return the conclusions that keep the discussion of a row closed: one or none."""
    return ThreadConclusion.objects.filter(
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        reopened_at=None,
    )


def refusal_once_concluded(target: Model, moment: datetime | None = None) -> Refusal | None:
    """Return why a comment comes after the conclusions of a discussion, or None.

    `moment` is when it was written on paper: before the closing, it is still received.
    """
    closed_at = standing_conclusions(target).values_list("closed_at", flat=True).first()
    if closed_at is None or (moment is not None and moment < closed_at):
        return None
    return Refusal(closed_sentence(closed_at), code="concluded")


def concluded(target: Model) -> Concluded:
    """Return what closed the discussion of a row: one query, three more when it is closed."""
    kind = ContentType.objects.get_for_model(target).pk
    if (kind, target.pk) not in _closed_discussions():
        return Concluded()
    found = (
        standing_conclusions(target)
        .select_related("organisation")
        .defer("organisation__boundary")
        .prefetch_related(
            Prefetch("points", ConclusionPoint.objects.order_by("position")),
            Prefetch("points__comments", Comment.objects.select_related("person").order_by("pk")),
        )
        .first()
    )
    if found is None:
        return Concluded()
    return Concluded(
        organisation=found.organisation.name,
        closed_at=found.closed_at,
        points=[Point(point.text, _cited(point)) for point in found.points.all()],
    )


def _cited(point: ConclusionPoint) -> list[Cited]:
    return [
        Cited(str(comment.pk), comment.person.public_name if comment.is_public else "")
        for comment in point.comments.all()
    ]


def citable(target: Model, picked: Sequence[int] = ()) -> list[Comment]:
    """Return the public comments conclusions may rest on: those picked, or the first ones."""
    comments = Comment.objects.public().about(target).select_related("person")
    if picked:
        comments = comments.filter(pk__in=list(picked)[:MAX_CITED])
    return list(comments.order_by("thread_id", "order")[:MAX_CITED])


def conclusion_steps(contributions: Sequence[int]) -> dict[int, list[TrailStep]]:
    """Return the conclusions that close the discussion of each contribution, in three queries.

    One more per activity, for the page that shows it.
    """
    kind = ContentType.objects.get_for_model(Contribution)
    known = _closed_discussions()
    wanted = [pk for pk in contributions if (kind.pk, pk) in known]
    if not wanted:
        return {}
    closed = {
        one.object_id: one
        for one in ThreadConclusion.objects.filter(
            content_type=kind,
            object_id__in=wanted,
            reopened_at=None,
        ).prefetch_related("points")
    }
    if not closed:
        return {}
    rows = Contribution.objects.filter(pk__in=closed).select_related("activity__space", "case")
    said = {row.pk: row for row in rows}
    addresses = participation_registry.addresses_of(said.values())
    found: dict[int, list[TrailStep]] = {}
    for pk, one in closed.items():
        address = addresses.get(said[pk].case_id, "")
        points = list(one.points.all())
        found[pk] = [
            TrailStep(
                kind="synthesis",
                label=_("Its discussion is closed with conclusions"),
                title=points[0].text if points else "",
                url=f"{address}#{ANCHOR}" if address else "",
                on=timezone.localdate(one.closed_at),
            )
        ]
    return found
