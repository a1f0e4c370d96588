"""Reads of consultations: what is shown in a branch, where it stands, what is open now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from civic.accounts.models import Person
from civic.audit.services import key_of
from civic.core.logic.numbers import written_number
from civic.core.selectors import page_url
from civic.notifications.models import Follow
from civic.participation.enums import Act, ActivityKind
from civic.participation.logic.windows import Window
from civic.participation.models import Activity, Contribution, PhaseSetting, Space
from civic.participation.selectors import Standing, last_day, standings, windows_of
from civic.territory.models import Organisation, OrganisationPage
from civic.texts.models import Text
from civic.texts.selectors.addresses import text_url

from ..logic.stages import Stage, StageState, stage_at
from ..models import CallForProposalsPage, Consultation, ConsultationPage

ADDRESS_SECONDS = 60


def organisation_above(page: Page) -> Organisation | None:
    """Return the organisation of the branch a page is in, in one query."""
    home = (
        OrganisationPage.objects.ancestor_of(page, inclusive=True)
        .select_related("organisation")
        .defer("body", "organisation__boundary")
        .order_by("-depth")
        .first()
    )
    return home.organisation if home else None


def with_calendar(consultations: "QuerySet[Consultation]") -> "QuerySet[Consultation]":
    """Add what a stage and an address are computed from, in a constant number of queries."""
    return (
        consultations.select_related("space__organisation")
        .defer("space__organisation__boundary")
        .prefetch_related(
            "space__phases",
            Prefetch(
                "space__activities",
                Activity.objects.select_related("space", "processing_sheet").order_by("pk"),
            ),
            Prefetch(
                "space__activities__settings",
                PhaseSetting.objects.select_related("phase").order_by("pk"),
            ),
            Prefetch(
                "pages",
                ConsultationPage.objects.live()
                .select_related("locale")
                .defer("body")
                .order_by("pk"),
            ),
        )
    )


def consultations_shown_in(organisation_id: int) -> "QuerySet[Consultation]":
    """Return the published consultations of an organisation's branch, its own and the shared."""
    spaces = Space.objects.published().shown_in(organisation_id)
    return with_calendar(
        Consultation.objects.filter(is_published=True, space__in=spaces.values("pk"))
    ).order_by("-space__published_at", "-pk")


def windows_of_consultation(consultation: Consultation) -> list[Window]:
    """Return the intervals of every activity, from the prefetch when there is one."""
    return [
        window
        for activity in consultation.space.activities.all()
        for window in windows_of(activity)
    ]


def stage_of(consultation: Consultation, moment: datetime | None = None) -> Stage:
    """Return where a consultation stands: upcoming, open, between two openings, closed."""
    return stage_at(windows_of_consultation(consultation), moment or timezone.now())


def opening_of(consultation: Consultation) -> tuple[date | None, date | None]:
    """Return the first opening and last closing days of what has exact dates."""
    exact = [window for window in windows_of_consultation(consultation) if window.is_exact]
    starts = [window.starts_at for window in exact if window.starts_at is not None]
    ends = [window.ends_at for window in exact if window.ends_at is not None]
    return (
        timezone.localdate(min(starts)) if starts else None,
        timezone.localdate(max(ends)) if ends else None,
    )


def is_overdue(consultation: Consultation, stage: Stage, today: date | None = None) -> bool:
    """Tell whether the outcome of a closed consultation is due and not published."""
    return (
        stage.state == StageState.CLOSED
        and consultation.outcome_published_on is None
        and consultation.answer_due_on is not None
        and consultation.answer_due_on < (today or timezone.localdate())
    )


def in_language(pages: Iterable[Any]) -> Any | None:
    """Return the page of the active language among translations, or the first one."""
    language = get_language() or "fr"
    ordered = sorted(pages, key=lambda page: page.locale.language_code != language)
    return ordered[0] if ordered else None


def consultation_url(consultation: Consultation) -> str | None:
    """Return the public address of a consultation, or None while no page shows it."""
    if "pages" in getattr(consultation, "_prefetched_objects_cache", {}):
        pages = list(consultation.pages.all())
    else:
        pages = list(consultation.pages.live().select_related("locale").order_by("pk"))
    page = in_language(pages)
    return page.get_absolute_url() if page else None


def url_of_space(space_id: int) -> str:
    """Return the public address of the consultation of a space; empty for another space."""
    found = Consultation.objects.filter(space_id=space_id).first()
    return (consultation_url(found) or "") if found else ""


@dataclass(frozen=True)
class ListedConsultation:
    """One line of the list of consultations."""

    title: str
    question: str
    url: str | None
    level: str
    owner: str
    stage: Stage
    answer_due_on: date | None
    outcome_published_on: date | None
    overdue: bool

    @property
    def closes_on(self) -> date | None:
        return last_day(self.stage.closes_at) if self.stage.closes_at else None


def listed(consultations: Iterable[Consultation]) -> list[ListedConsultation]:
    """Return the lines of a list: open first (closing soon first), then upcoming, then closed."""
    now = timezone.now()
    lines = []
    for consultation in consultations:
        stage = stage_of(consultation, now)
        lines.append(
            ListedConsultation(
                title=consultation.space.title,
                question=consultation.question,
                url=consultation_url(consultation),
                level=consultation.get_participation_level_display(),
                owner=consultation.space.organisation.label,
                stage=stage,
                answer_due_on=consultation.answer_due_on,
                outcome_published_on=consultation.outcome_published_on,
                overdue=is_overdue(consultation, stage),
            )
        )
    return sorted(lines, key=lambda line: _rank(line.stage, now))


_RANKS = {
    StageState.OPEN: 0,
    StageState.BETWEEN: 1,
    StageState.UPCOMING: 2,
    StageState.CLOSED: 3,
}
_FAR = float("inf")


def _rank(stage: Stage, now: datetime) -> tuple[int, float]:
    # What closes, opens or closed nearest to today comes first; without a date, last.
    nearest = stage.opens_at or stage.closes_at
    return _RANKS[stage.state], abs((nearest - now).total_seconds()) if nearest else _FAR


@dataclass(frozen=True)
class OpenItem:
    """Something to do, or to read, in a consultation: one activity and what is open in it."""

    activity: Activity
    title: str
    kind: str
    url: str | None
    acts: dict[str, Standing]
    figure: str
    action: str
    act_url: str | None

    @property
    def is_open(self) -> bool:
        return any(act.is_open for act in self.acts.values())

    @property
    def closes_on(self) -> date | None:
        return last_day(self.main.closes_at) if self.main.closes_at else None

    @property
    def main(self) -> Standing:
        """Return the act one would do first: the open one, else the next to open."""
        acts = list(self.acts.values())
        opened = [act for act in acts if act.is_open]
        coming = [act for act in acts if act.opens_at is not None]
        return (opened or coming or acts)[0]


def activity_pages(activities: Iterable[Activity]) -> dict[int, Page]:
    """Return the page that shows each activity, in the active language, in one query."""
    keys = [activity.pk for activity in activities]
    found: dict[int, list[Page]] = {}
    pages = (
        Page.objects.live()
        .filter(Q(callforproposalspage__activity_id__in=keys) | Q(ballotpage__activity_id__in=keys))
        .select_related("locale", "callforproposalspage", "ballotpage")
        .order_by("pk")
    )
    for page in pages:
        shown = getattr(page, "callforproposalspage", None) or page.ballotpage
        shown.locale = page.locale
        found.setdefault(shown.activity_id, []).append(shown)
    return {key: page for key, pages in found.items() if (page := in_language(pages))}


def open_items(activities: Iterable[Activity]) -> list[OpenItem]:
    """Return what each activity offers now, in one query beyond the prefetch."""
    activities = list(activities)
    pages = activity_pages(activities)
    texts = _texts_of(activities)
    return [
        _open_item(activity, pages.get(activity.pk), texts.get(activity.pk))
        for activity in activities
        # A text that only its writers read is nothing one can do.
        if activity.kind != ActivityKind.TEXT or activity.pk in texts
    ]


def _texts_of(activities: Iterable[Activity]) -> dict[int, Text]:
    written = [one.pk for one in activities if one.kind == ActivityKind.TEXT]
    if not written:
        return {}
    return {text.activity_id: text for text in Text.objects.public().filter(activity__in=written)}


def _open_item(activity: Activity, page: Page | None, text: Text | None) -> OpenItem:
    acts = standings(activity)
    url = page.get_absolute_url() if page else None
    if text is not None:
        url = text_url(text)
    figure, action, act_url = "", _("See"), url
    if activity.kind == ActivityKind.CALL_FOR_PROPOSALS:
        acts = {act: acts[act] for act in (Act.CONTRIBUTE, Act.SUPPORT, Act.COMMENT)}
        figure = proposals_sentence(activity.contributions_count)
        if acts[Act.CONTRIBUTE].is_open:
            action = _("Write a proposal")
            act_url = page.url_of("write") if page else None
        elif acts[Act.SUPPORT].is_open:
            action = _("Read and support")
        else:
            action = _("Read the proposals")
    elif activity.kind == ActivityKind.TEXT:
        acts = {act: acts[act] for act in (Act.AMEND, Act.COMMENT)}
        action = _("Read and amend") if acts[Act.AMEND].is_open else _("Read the text")
    elif activity.kind == ActivityKind.BALLOT:
        acts = {Act.VOTE: acts[Act.VOTE]}
        if acts[Act.VOTE].is_open:
            action = _("Vote")
    return OpenItem(
        activity=activity,
        title=activity.title,
        kind=activity.get_kind_display(),
        url=url,
        acts=acts,
        figure=figure,
        action=action,
        act_url=act_url,
    )


def proposals_sentence(count: int) -> str:
    """Return how many proposals there are, as words."""
    if count == 0:
        return _("No proposal yet.")
    if count == 1:
        return _("One proposal so far.")
    return _("%(count)s proposals so far.") % {"count": written_number(count)}


def open_now_in(organisation_id: int, at_most: int | None = None) -> list[OpenItem]:
    """Return what one can act on now in a branch, what closes first coming first."""
    consultations = consultations_shown_in(organisation_id)
    activities = [
        activity
        for consultation in consultations
        for activity in consultation.space.activities.all()
    ]
    items = [item for item in open_items(activities) if item.is_open and item.url]
    far = timezone.now().replace(year=9000)
    items.sort(key=lambda item: item.main.closes_at or far)
    return items[:at_most]


def people_to_tell(consultation: Consultation) -> "QuerySet[Person]":
    """Return whoever follows a consultation or said something in it."""
    followers = Follow.objects.filter(target=key_of(consultation), muted=False)
    authors = Contribution.objects.filter(activity__space=consultation.space_id)
    return Person.objects.filter(
        Q(pk__in=followers.values("person_id")) | Q(pk__in=authors.values("author_id")),
        erased_at=None,
    ).order_by("pk")


def proposal_url(contribution: Contribution) -> str | None:
    """Return the public address of a proposal in the active language, or None without a page.

    The address of the page is remembered for a minute, so that thousands of proposals are
    indexed with one query.
    """
    language = get_language() or "fr"
    key = f"consultations.call.{contribution.activity_id}.{language}"
    base = cache.get(key)
    if base is None:
        pages = (
            CallForProposalsPage.objects.live()
            .filter(activity_id=contribution.activity_id)
            .select_related("locale")
            .order_by("pk")
        )
        page = in_language(pages)
        base = page_url(page) if page else ""
        cache.set(key, base, ADDRESS_SECONDS)
    return f"{base}{contribution.case.number}/" if base else None
