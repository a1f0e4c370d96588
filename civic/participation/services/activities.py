"""Create an activity and what is asked before taking part in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.models import Theme

from ..models import Activity, Condition, Space
from ..policies import can_set_up

OPTIONS = frozenset(
    {
        "title",
        "publication_rule",
        "assurance_level",
        "department",
        "answer_working_days",
        "with_place",
        "minimum_age",
        "processing_sheet",
    }
)


@dataclass(frozen=True)
class ConditionDraft:
    """Something to ask before taking part."""

    kind: str
    text: str
    required: bool = True


def create_activity(
    *,
    actor: Actor,
    space: Space,
    kind: str,
    title: str,
    slug: str = "",
    themes: Iterable[Theme] = (),
    **options: Any,
) -> Activity:
    """Create an activity in a space; `options` are columns among `OPTIONS`."""
    if not can_set_up(actor, space):
        raise NotAllowed(_("You may not prepare anything for this organisation."))
    title = title.strip()
    if not title:
        raise Refusal(_("Give it a title."), code="title_missing", field="title")
    _check_options(space, options)
    with transaction.atomic():
        activity = Activity.objects.create(
            space=space,
            kind=kind,
            title=title,
            slug=_free_slug(space, slug or title),
            **options,
        )
        activity.themes.set(themes)
        record(
            actor=actor,
            action="activity.created",
            target=activity,
            organisation_id=space.organisation_id,
            kind=str(kind),
        )
    return activity


def change_activity(
    *,
    actor: Actor,
    activity: Activity,
    themes: Iterable[Theme] | None = None,
    **options: Any,
) -> Activity:
    """Change the settings of an activity; what was already said keeps the rules of its day."""
    space = activity.space
    if not can_set_up(actor, space):
        raise NotAllowed(_("You may not prepare anything for this organisation."))
    _check_options(space, options)
    with transaction.atomic():
        for name, value in options.items():
            setattr(activity, name, value)
        activity.save(update_fields=list(options) or ["title"])
        if themes is not None:
            activity.themes.set(themes)
        record(
            actor=actor,
            action="activity.changed",
            target=activity,
            organisation_id=space.organisation_id,
            changed=sorted(options),
        )
    return activity


def set_conditions(
    *, actor: Actor, activity: Activity, conditions: Sequence[ConditionDraft]
) -> list[Condition]:
    """Write what is asked before taking part, replacing the former list.

    A sentence somebody has accepted is the proof of what they accepted: it can be kept, not
    removed or reworded.
    """
    if not can_set_up(actor, activity.space):
        raise NotAllowed(_("You may not prepare anything for this organisation."))
    with transaction.atomic():
        former = {(c.kind, c.text): c for c in activity.conditions.all()}
        wanted = {(str(draft.kind), draft.text.strip()) for draft in conditions}
        dropped = [condition for key, condition in former.items() if key not in wanted]
        if any(condition.accepted.exists() for condition in dropped):
            raise Refusal(
                _("People have already accepted this sentence: it cannot be changed any more."),
                code="condition_accepted",
                field="conditions",
            )
        Condition.objects.filter(pk__in=[condition.pk for condition in dropped]).delete()
        written = []
        for position, draft in enumerate(conditions):
            condition = former.get((str(draft.kind), draft.text.strip())) or Condition(
                activity=activity, kind=draft.kind, text=draft.text.strip()
            )
            condition.required, condition.position = draft.required, position
            condition.save()
            written.append(condition)
        record(
            actor=actor,
            action="activity.conditions_set",
            target=activity,
            organisation_id=activity.space.organisation_id,
            conditions=[condition.pk for condition in written],
        )
    return written


def _check_options(space: Space, options: dict[str, Any]) -> None:
    unknown = set(options) - OPTIONS
    if unknown:
        raise TypeError(f"Unknown options of an activity: {', '.join(sorted(unknown))}")
    department = options.get("department")
    if department is not None and department.organisation_id != space.organisation_id:
        raise Refusal(
            _("This department belongs to another body."),
            code="other_body",
            field="department",
        )


def _free_slug(space: Space, text: str) -> str:
    base = slugify(text)[:44].strip("-") or "activite"
    taken = set(space.activities.values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
