"""What people can do in a consultation: add it, change it, take it out while it is empty."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.enums import ActivityKind
from civic.participation.models import Activity, ConditionAccepted
from civic.participation.services.activities import (
    ConditionDraft,
    change_activity,
    create_activity,
    set_conditions,
)
from civic.territory.models import Theme
from civic.voting.models import Ballot

from ..models import BallotPage, CallForProposalsPage, Consultation
from ..policies import can_manage
from .rows import check_not_archived, locked_consultation
from .wording import check_words

OFFERED = (ActivityKind.CALL_FOR_PROPOSALS, ActivityKind.BALLOT)


def add_activity(
    *,
    actor: Actor,
    consultation: Consultation,
    kind: str,
    title: str,
    themes: Iterable[Theme] = (),
    **options: Any,
) -> Activity:
    """Add a call for proposals or a ballot; the same one sent twice is one activity."""
    _check_may(actor, consultation)
    if kind not in OFFERED:
        raise Refusal(_("Choose a call for proposals or a ballot."), code="unknown_kind")
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_not_archived(fresh)
        same = fresh.space.activities.filter(kind=kind, title=title.strip()).first()
        if same is not None:
            return same
        _check_words(fresh, [("title", title)])
        return create_activity(
            actor=actor, space=fresh.space, kind=kind, title=title, themes=themes, **options
        )


def set_up_activity(
    *,
    actor: Actor,
    consultation: Consultation,
    activity: Activity,
    title: str,
    themes: Iterable[Theme] = (),
    **options: Any,
) -> Activity:
    """Change an activity of a consultation; what was already said keeps the rules of its day."""
    _check_may(actor, consultation)
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_not_archived(fresh)
        mine = activity_of(fresh, activity)
        title = title.strip()
        if not title:
            raise Refusal(_("Give it a title."), code="title_missing", field="title")
        _check_words(fresh, [("title", title)])
        return change_activity(actor=actor, activity=mine, themes=themes, title=title, **options)


def set_entry_conditions(
    *,
    actor: Actor,
    consultation: Consultation,
    activity: Activity,
    conditions: Sequence[ConditionDraft],
) -> None:
    """Write what is asked before taking part in an activity of a consultation."""
    _check_may(actor, consultation)
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_not_archived(fresh)
        mine = activity_of(fresh, activity)
        _check_words(fresh, [("conditions", draft.text) for draft in conditions])
        set_conditions(actor=actor, activity=mine, conditions=conditions)


def remove_activity(*, actor: Actor, consultation: Consultation, activity: Activity) -> None:
    """Take an activity out of a consultation that is not published, while nobody has used it."""
    _check_may(actor, consultation)
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        mine = activity_of(fresh, activity)
        if fresh.is_published:
            raise Refusal(
                _("A published activity stays: close it in the calendar instead."),
                code="published",
            )
        if _is_used(mine):
            raise Refusal(_("Somebody has already taken part in it: it stays."), code="used")
        for model in (CallForProposalsPage, BallotPage):
            for page in model.objects.filter(activity=mine):
                page.delete()
        Ballot.objects.filter(activity=mine).delete()
        record(
            actor=actor,
            action="activity.removed",
            target=mine,
            organisation_id=fresh.space.organisation_id,
            kind=str(mine.kind),
        )
        mine.delete()


def activity_of(consultation: Consultation, activity: Activity) -> Activity:
    """Return an activity read again; raise Refusal for one of something else."""
    fresh = (
        Activity.objects.filter(pk=activity.pk, space=consultation.space_id)
        .select_related("space__organisation")
        .first()
    )
    if fresh is None:
        raise Refusal(_("This activity belongs to something else."), code="other_space")
    return fresh


def _is_used(activity: Activity) -> bool:
    return (
        activity.contributions.exists()
        or ConditionAccepted.objects.filter(condition__activity=activity).exists()
        or Ballot.objects.filter(activity=activity).exclude(roll=None).exists()
    )


def _check_may(actor: Actor, consultation: Consultation) -> None:
    if not can_manage(actor, consultation):
        raise NotAllowed(_("You may not change this consultation."))


def _check_words(consultation: Consultation, texts: list[tuple[str, str]]) -> None:
    # Before publication the whole is read again, with the possibility of a reason.
    if consultation.is_published:
        check_words(consultation.space.organisation_id, texts, "")
