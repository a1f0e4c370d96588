"""What the home page of an organisation shows by itself: each list is one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from civic.cases.enums import OPEN_STATES, Outcome
from civic.cases.models import Request
from civic.cases.querysets import is_late
from civic.decisions.enums import DecisionState
from civic.decisions.models import DecisionPage
from civic.participation.enums import Act, ActivityKind, SpaceKind
from civic.participation.models import Phase, PhaseSetting, Session, Space
from civic.voting.enums import BallotState
from consultations.models import ConsultationPage
from neighbourhood_councils.models import NeighbourhoodCouncil

from ..models import NewsPage
from .directory import Branch, Entry, directory

# What is offered first when an activity opens several acts at once.
ACTS_FIRST_TO_LAST = (Act.CONTRIBUTE, Act.VOTE, Act.AMEND, Act.SUPPORT, Act.COMMENT)


@dataclass(frozen=True)
class OpenActivity:
    """Something one can do now, until `closes_at` (None: always open)."""

    title: str
    url: str
    language: str
    act: Act
    kind: ActivityKind
    space_title: str
    closes_at: datetime | None
    contributions: int


@dataclass(frozen=True)
class ConsultationLine:
    """A consultation and where it stands: before, during or after its dated phases."""

    title: str
    url: str
    language: str
    question: str
    opens_at: datetime | None
    closes_at: datetime | None
    answer_due_on: date | None
    outcome_published_on: date | None

    @property
    def is_coming(self) -> bool:
        return self.opens_at is not None and self.opens_at > timezone.now()

    @property
    def is_over(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()


@dataclass(frozen=True)
class DecisionLine:
    """A signed decision and what became of the contributions it answers."""

    title: str
    url: str
    language: str
    summary: str
    decided_on: date
    accepted: int
    adapted: int
    not_retained: int


@dataclass(frozen=True)
class CouncilLine:
    """A council and the requests it follows; `organisation` is empty in its own branch."""

    title: str
    url: str
    language: str
    organisation: str
    open_requests: int
    late_requests: int
    next_meeting: datetime | None


@dataclass(frozen=True)
class SessionLine:
    """A dated moment; `places_left` is None when nobody has to register.

    `organisation` is empty when it is the one of the branch where the line is read.
    """

    title: str
    url: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    places_left: int | None
    is_cancelled: bool
    organisation: str
    language: str

    @property
    def month(self) -> date:
        return timezone.localdate(self.starts_at).replace(day=1)

    @property
    def where(self) -> str:
        kind = self.kind.capitalize()
        return f"{kind} – {self.organisation}" if self.organisation else kind


def _shown_in(branch: Branch) -> "QuerySet[Space]":
    return Space.objects.shown_in(branch.face.pk).filter(archived_at=None).order_by()


def _held_below(branch: Branch) -> "QuerySet[Space]":
    # The intercommunality's home also tells where to meet in its communes.
    below = Q(organisation__intercommunality=branch.face.pk, archived_at=None)
    return (_shown_in(branch) | Space.objects.filter(below)).order_by().distinct()


def _once(pages: Iterable[Any], branch: Branch, row_id: str) -> list[Any]:
    # A row shown in several branches or languages is listed once, where the reader is.
    best: dict[Any, Any] = {}
    for page in pages:
        key = getattr(page, row_id)
        rank = (
            not page.path.startswith(branch.home.path),
            page.locale.language_code != branch.home.language,
        )
        if key not in best or rank < best[key][0]:
            best[key] = (rank, page)
    return [page for _rank, page in best.values()]


def _entry_of(page: Page) -> Entry:
    return Entry(
        page_id=page.pk,
        path=page.path,
        url_path=page.url_path,
        title=page.title,
        language=page.locale.language_code,
        translation_key=page.translation_key,
    )


def open_activities(branch: Branch, count: int) -> list[OpenActivity]:
    """Return what one can do now in a branch, what closes first at the top."""
    # An approximate phase opens nothing by itself.
    running = Phase.objects.open_at(timezone.now()).filter(approximate="").order_by()
    settings = (
        PhaseSetting.objects.filter(Q(phase=None) | Q(phase__in=running))
        .filter(activity__space__in=_shown_in(branch).published())
        .exclude(activity__space__consultation__is_published=False)
        .filter(~Q(act=Act.VOTE) | Q(activity__ballot__state=BallotState.OPEN))
        .select_related("activity__space", "phase")
        .order_by("activity_id", "pk")
    )
    known = directory()
    lines: dict[int, OpenActivity] = {}
    for setting in settings:
        activity = setting.activity
        page = known.page_of_activity(activity.pk, branch)
        act = Act(setting.act)
        earlier = lines.get(activity.pk)
        if page is None or (earlier is not None and _rank(earlier.act) <= _rank(act)):
            continue
        lines[activity.pk] = OpenActivity(
            title=page.title,
            url=page.url,
            language=page.language,
            act=act,
            kind=ActivityKind(activity.kind),
            space_title=activity.space.title,
            closes_at=setting.phase.ends_at if setting.phase else None,
            contributions=activity.contributions_count,
        )
    return sorted(lines.values(), key=_closing_order)[:count]


def _rank(act: Act) -> int:
    return ACTS_FIRST_TO_LAST.index(act)


def _closing_order(line: OpenActivity) -> tuple[bool, datetime, str]:
    closes = line.closes_at
    return closes is None, closes or timezone.now(), line.title


def consultations(branch: Branch, count: int) -> list[ConsultationLine]:
    """Return the consultations of a branch: open ones first, then coming, then over."""
    phases = "consultation__space__phases"
    pages = (
        ConsultationPage.objects.live()
        .filter(
            consultation__is_published=True,
            consultation__space__in=_shown_in(branch).published(),
        )
        .select_related("consultation", "locale")
        .defer("body")
        .annotate(
            # A phase that opens nothing (« we decide ») does not keep a consultation open.
            opens_at=Min(f"{phases}__starts_at", filter=Q(**{f"{phases}__settings__gt": 0})),
            closes_at=Max(f"{phases}__ends_at", filter=Q(**{f"{phases}__settings__gt": 0})),
        )
        .order_by("pk")
    )
    lines = [
        ConsultationLine(
            title=page.title,
            url=_entry_of(page).url,
            language=page.locale.language_code,
            question=page.consultation.question,
            opens_at=page.opens_at,
            closes_at=page.closes_at,
            answer_due_on=page.consultation.answer_due_on,
            outcome_published_on=page.consultation.outcome_published_on,
        )
        for page in _once(pages, branch, "consultation_id")
    ]
    return sorted(lines, key=lambda line: (line.is_over, line.is_coming, line.title))[:count]


def decisions(branch: Branch, count: int) -> list[DecisionLine]:
    """Return the latest signed decisions of a branch and what they changed."""
    outcomes = {
        name: Count("decision__items", filter=Q(decision__items__outcome=outcome))
        for name, outcome in (
            ("accepted", Outcome.ACCEPTED),
            ("adapted", Outcome.ADAPTED),
            ("not_retained", Outcome.NOT_RETAINED),
        )
    }
    pages = (
        DecisionPage.objects.live()
        .filter(
            decision__state=DecisionState.SIGNED,
            decision__space__in=Space.objects.shown_in(branch.face.pk).order_by(),
        )
        .select_related("decision", "locale")
        .defer("body")
        .annotate(**outcomes)
        .order_by("-decision__decided_on", "-pk")
    )
    # Twice as many, since a decision may have a page per language.
    return [
        DecisionLine(
            title=page.title,
            url=_entry_of(page).url,
            language=page.locale.language_code,
            summary=page.decision.summary,
            decided_on=page.decision.decided_on,
            accepted=page.accepted,
            adapted=page.adapted,
            not_retained=page.not_retained,
        )
        for page in _once(pages[: count * 2], branch, "decision_id")[:count]
    ]


def councils(branch: Branch, count: int) -> list[CouncilLine]:
    """Return the councils of a branch and of the communes below, with what waits in each."""
    today, now = timezone.localdate(), timezone.now()
    waiting = (
        Request.objects.public()
        .once()
        .filter(space_id=OuterRef("space_id"), case__state__in=OPEN_STATES)
    )
    meetings = Session.objects.filter(
        space_id=OuterRef("space_id"), starts_at__gt=now, cancelled_at=None
    ).order_by("starts_at")
    rows = (
        NeighbourhoodCouncil.objects.filter(space__in=_held_below(branch), is_closed=False)
        .select_related("space__organisation")
        .annotate(
            open_requests=_counted(waiting),
            late_requests=_counted(waiting.filter(is_late(today, "case__"))),
            next_meeting=Subquery(meetings.values("starts_at")[:1]),
        )
        .order_by("space__title", "pk")
    )
    known = directory()
    lines = []
    for row in rows:
        page = known.page_of_space(row.space_id, branch)
        if page is not None:
            lines.append(
                CouncilLine(
                    title=page.title,
                    url=page.url,
                    language=page.language,
                    organisation=_owner(row.space, branch),
                    open_requests=row.open_requests,
                    late_requests=row.late_requests,
                    next_meeting=row.next_meeting,
                )
            )
    return lines[:count]


def _counted(rows: "QuerySet[Request]") -> Coalesce:
    grouped = rows.order_by().values("space_id").annotate(how_many=Count("pk"))
    return Coalesce(Subquery(grouped.values("how_many")), 0)


def sessions(branch: Branch | None, count: int, *, past: bool = False) -> list[SessionLine]:
    """Return the next dated moments of a branch and of the communes below; `past`: the last ones.

    Without a branch, those of every branch.
    """
    now = timezone.now()
    rows = Session.objects.select_related("space__organisation")
    rows = rows.filter(ends_at__lte=now) if past else rows.filter(ends_at__gt=now)
    if branch is not None:
        rows = rows.filter(space__in=_held_below(branch))
    rows = rows.exclude(space__consultation__is_published=False)
    rows = rows.order_by("-starts_at", "-pk") if past else rows.order_by("starts_at", "pk")
    known = directory()
    lines = []
    for row in rows[: count * 2]:
        above = branch or known.of_organisation(row.space.organisation_id, "fr")
        page = known.page_of_space(row.space_id, above) if above else None
        if page is not None:
            lines.append(_session_line(row, page, branch))
    return lines[:count]


def _session_line(row: Session, page: Entry, branch: Branch | None) -> SessionLine:
    # A council shows its meetings on its page.
    of_its_own = row.space.kind in {SpaceKind.WORKSHOP, SpaceKind.MIXED_GROUP}
    return SessionLine(
        title=row.title,
        url=f"{page.url}seances/{row.pk}/" if of_its_own else page.url,
        kind=row.space.get_kind_display(),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        places_left=None if row.capacity is None else max(0, row.capacity - row.confirmed_count),
        is_cancelled=row.cancelled_at is not None,
        organisation=_owner(row.space, branch),
        language=page.language,
    )


def _owner(space: Space, branch: Branch | None) -> str:
    here = branch is not None and space.organisation_id == branch.face.pk
    return "" if here else space.organisation.label


def news(branch: Branch, count: int) -> list[NewsPage]:
    """Return the latest news of a branch itself, not of the communes below it.

    A news item that has no translation is shown as it is.
    """
    known = directory().branches
    here = [b for b in known if b.home.translation_key == branch.home.translation_key]
    mine = Q(pk__in=[])
    for home in here:
        below = Q(path__startswith=home.home.path)
        for other in known:
            if other not in here and other.home.path.startswith(home.home.path):
                below &= ~Q(path__startswith=other.home.path)
        mine |= below
    pages = (
        NewsPage.objects.live()
        .filter(mine)
        .select_related("locale")
        .defer("body")
        .order_by("-published_on", "-pk")
    )
    # Twice as many, since an item may have a page per language.
    return _once(pages[: count * 2], branch, "translation_key")[:count]
