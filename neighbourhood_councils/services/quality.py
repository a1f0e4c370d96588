"""How a council works, judged blind by the departments and by its members."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.models import Session
from civic.territory.models import Organisation

from ..enums import LEAST_RESPONDENTS, MOST_MARK, QualitySide
from ..models import (
    NeighbourhoodCouncil,
    QualityCriterion,
    QualityGrid,
    QualityMark,
    QualityResult,
    QualityRound,
    QualitySheet,
)
from ..policies import can_close_side, can_run_quality, can_set_up_councils
from ..selectors.quality import side_of

MOST_CRITERIA = 20
LONGEST_DAYS = 90


def adopt_grid(
    *, actor: Actor, organisation: Organisation, criteria: Sequence[tuple[str, str]]
) -> QualityGrid:
    """Adopt the criteria of an organisation as a new version: short names and sentences.

    Earlier versions stay with what they were used for. Raises NotAllowed or Refusal.
    """
    if not can_set_up_councils(actor, organisation):
        raise NotAllowed(_("You may not change the criteria of this organisation."))
    kept = [
        (" ".join(label.split())[:60], " ".join(said.split())[:250]) for label, said in criteria
    ]
    kept = [(label, said) for label, said in kept if label and said]
    if not 1 <= len(kept) <= MOST_CRITERIA:
        raise Refusal(
            _("From 1 to %(max)s criteria, each with its sentence.") % {"max": MOST_CRITERIA},
            code="criteria",
            field="criteria",
        )
    with transaction.atomic():
        locked(Organisation.objects.filter(pk=organisation.pk)).get()
        last = QualityGrid.objects.filter(organisation=organisation).order_by("-version").first()
        grid = QualityGrid.objects.create(
            organisation=organisation,
            version=last.version + 1 if last else 1,
            adopted_on=timezone.localdate(),
        )
        QualityCriterion.objects.bulk_create(
            QualityCriterion(grid=grid, position=position, label=label, statement=said)
            for position, (label, said) in enumerate(kept, start=1)
        )
        record(
            actor=actor,
            action="quality.grid_adopted",
            target=grid,
            organisation_id=organisation.pk,
            version=grid.version,
        )
    return grid


def open_round(
    *,
    actor: Actor,
    council: NeighbourhoodCouncil,
    closes_on: date,
    session: Session | None = None,
) -> QualityRound:
    """Open the evaluation of a council to both sides with the latest criteria.

    Raises NotAllowed, or Refusal: no criteria, one is open already, a day that is past.
    """
    space = council.space
    if not can_run_quality(actor, space):
        raise NotAllowed(_("Only the chair of this council, or a manager, opens its evaluation."))
    today = timezone.localdate()
    if not today < closes_on <= today + timedelta(days=LONGEST_DAYS):
        raise Refusal(
            _("Choose a day to come, within %(max)s days.") % {"max": LONGEST_DAYS},
            code="closes_on",
            field="closes_on",
        )
    if session is not None and session.space_id != council.space_id:
        raise Refusal(_("Choose a meeting of this council."), code="other", field="session")
    with transaction.atomic():
        fresh = locked(NeighbourhoodCouncil.objects.filter(pk=council.pk)).get()
        if fresh.is_closed:
            raise Refusal(_("This council is closed: it meets no more."), code="closed")
        grid = (
            QualityGrid.objects.filter(organisation_id=space.organisation_id)
            .order_by("-version")
            .first()
        )
        if grid is None:
            raise Refusal(_("Adopt the criteria first."), code="no_grid")
        if _open_rounds().filter(council=fresh).exists():
            raise Refusal(_("An evaluation of this council is open already."), code="open_already")
        opened = QualityRound.objects.create(
            council=fresh, grid=grid, session=session, closes_on=closes_on
        )
        record(
            actor=actor,
            action="quality.opened",
            target=opened,
            organisation_id=space.organisation_id,
            grid=grid.version,
        )
    return opened


def fill_sheet(
    *, actor: Actor, round: QualityRound, marks: Mapping[int, int | None]
) -> QualitySheet:
    """Fill the grid for the side one is on, or change what one filled while it is open.

    `marks` gives, by criterion, a mark from 1 to 5 or None for no opinion. Raises NotAllowed for
    whoever is on neither side, Refusal once the side is closed or for a mark outside the scale.
    """
    person = actor.person
    side = side_of(actor, round.council, timezone.localdate())
    if person is None or side is None:
        raise NotAllowed(_("Only the members of this council and the departments fill this grid."))
    known = set(round.grid.criteria.values_list("pk", flat=True))
    given = {pk: mark for pk, mark in marks.items() if mark is not None}
    if not set(given) <= known or any(not 1 <= mark <= MOST_MARK for mark in given.values()):
        raise Refusal(_("Choose among the answers offered."), code="mark")
    if not given:
        raise Refusal(_("Answer at least one sentence."), code="empty")
    with transaction.atomic():
        fresh = locked(QualityRound.objects.filter(pk=round.pk)).get()
        sheet = QualitySheet.objects.filter(round=fresh, person=person).first()
        sheet = sheet or QualitySheet(round=fresh, person=person, side=side)
        _check_side_open(fresh, sheet.side)
        sheet.save()
        sheet.marks.all().delete()
        QualityMark.objects.bulk_create(
            QualityMark(sheet=sheet, criterion_id=pk, mark=mark) for pk, mark in given.items()
        )
        record(
            actor=actor,
            action="quality.filled",
            target=fresh,
            organisation_id=round.council.space.organisation_id,
            side=str(sheet.side),
        )
    return sheet


def close_side(*, actor: Actor, round: QualityRound, side: str) -> QualityRound:
    """Close one side; closing it twice keeps the first moment, and it never opens again."""
    space = round.council.space
    if side not in QualitySide.values:
        raise Refusal(_("Say which side."), code="side", field="side")
    if not can_close_side(actor, space, side):
        raise NotAllowed(_("The chair closes for the members, a manager for the departments."))
    with transaction.atomic():
        fresh = locked(QualityRound.objects.filter(pk=round.pk)).get()
        if fresh.closed_at(side) is not None:
            return fresh
        _close(fresh, [side], timezone.now())
        record(
            actor=actor,
            action="quality.closed",
            target=fresh,
            organisation_id=space.organisation_id,
            side=str(side),
        )
    return fresh


def publish_round(*, actor: Actor, round: QualityRound) -> QualityRound:
    """Publish what both sides said, once both are closed, and forget who said it.

    Raises NotAllowed, or Refusal under five people on either side: nothing is published then, for
    nobody may be recognised.
    """
    space = round.council.space
    if not can_run_quality(actor, space):
        raise NotAllowed(_("Only the chair of this council, or a manager, publishes this."))
    with transaction.atomic():
        fresh = locked(QualityRound.objects.filter(pk=round.pk)).get()
        if fresh.published_at is not None:
            return fresh
        if not fresh.is_closed:
            raise Refusal(_("One side is still answering: nothing is read yet."), code="open")
        _check_enough(fresh)
        QualityResult.objects.bulk_create(_results(fresh))
        fresh.sheets.update(person=None)
        fresh.published_at = timezone.now()
        fresh.save(update_fields=["published_at"])
        record(
            actor=actor,
            action="quality.published",
            target=fresh,
            organisation_id=space.organisation_id,
        )
    return fresh


def close_due(moment: datetime) -> int:
    """Close the evaluations whose last day is past; return how many."""
    today = timezone.localdate(moment)
    closed = 0
    for pk in _open_rounds().filter(closes_on__lt=today).values_list("pk", flat=True):
        with transaction.atomic():
            fresh = locked(QualityRound.objects.filter(pk=pk)).get()
            left = [side for side in QualitySide if fresh.closed_at(side) is None]
            if left:
                _close(fresh, left, moment)
                closed += 1
    return closed


def _open_rounds() -> "QuerySet[QualityRound]":
    return QualityRound.objects.filter(
        Q(services_closed_at=None) | Q(members_closed_at=None)
    ).order_by("pk")


def _close(fresh: QualityRound, sides: Sequence[str], moment: datetime) -> None:
    if QualitySide.SERVICES in sides:
        fresh.services_closed_at = moment
    if QualitySide.MEMBERS in sides:
        fresh.members_closed_at = moment
    fresh.save(update_fields=["services_closed_at", "members_closed_at"])


def _check_side_open(fresh: QualityRound, side: str) -> None:
    if fresh.closed_at(side) is not None or timezone.localdate() > fresh.closes_on:
        raise Refusal(_("Your side is closed: what was answered is kept."), code="closed")


def _check_enough(fresh: QualityRound) -> None:
    counts = fresh.sheets.order_by().values_list("side").annotate(count=Count("pk"))
    answered: dict[str, int] = dict(counts)
    short = [side for side in QualitySide if answered.get(side, 0) < LEAST_RESPONDENTS]
    if short:
        lacking = " ; ".join(f"{side.label} : {answered.get(side, 0)}" for side in short)
        raise Refusal(
            _(
                "Fewer than %(least)s people answered (%(lacking)s): nothing is published, so that "
                "nobody can be recognised."
            )
            % {"least": LEAST_RESPONDENTS, "lacking": lacking},
            code="too_few",
        )


def _results(fresh: QualityRound) -> list[QualityResult]:
    rows = (
        QualityMark.objects.filter(sheet__round=fresh)
        .order_by()
        .values_list("criterion_id", "sheet__side")
        .annotate(people=Count("pk"), total=Sum("mark"))
    )
    # One criterion answered by four people stays unsaid, on that side alone.
    return [
        QualityResult(
            round=fresh, criterion_id=criterion, side=side, respondents=people, total=total
        )
        for criterion, side, people, total in rows
        if people >= LEAST_RESPONDENTS
    ]
