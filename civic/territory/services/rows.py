"""Write the rows of the territory: each with its rule, its checks and its line in the journal."""

from collections.abc import Callable
from itertools import count
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..logic.contrast import InvalidColour, check_accent
from ..models import CityDepartment, Neighbourhood, Organisation
from ..policies import PlacedActor, can_change_organisation, can_change_vocabulary

Row = TypeVar("Row", bound=models.Model)
CanChange = Callable[[Any, Any], bool]

# What only an administrator changes: who the body is, not how it looks or is reached.
IDENTITY_FIELDS = frozenset({"kind", "slug", "code", "intercommunality", "intercommunality_id"})


def change_organisation(
    *, actor: PlacedActor, organisation: Organisation, **changes: Any
) -> Organisation:
    """Change the face and the contact of an organisation; names of fields to new values.

    Raises NotAllowed, or Refusal: an accent that is not readable everywhere is refused with the
    nearest one that is.
    """
    if not can_change_organisation(actor, organisation):
        raise NotAllowed(_("You may not change this organisation."))
    if IDENTITY_FIELDS & changes.keys() and not actor.is_administrator:
        raise NotAllowed(_("Only an administrator changes who this body is."))
    if "accent" in changes:
        changes["accent"] = readable_accent(changes["accent"])
    with transaction.atomic():
        fresh = locked(Organisation.objects.filter(pk=organisation.pk)).get()
        changed = [name for name, value in changes.items() if getattr(fresh, name) != value]
        for name in changed:
            setattr(fresh, name, changes[name])
        _check(fresh)
        fresh.save()
        record(
            actor=actor,
            action="organisation.changed",
            target=fresh,
            organisation_id=fresh.pk,
            fields=sorted(changed),
        )
    return fresh


def create_organisation(*, actor: PlacedActor, name: str, kind: str, **facts: Any) -> Organisation:
    """Create a public body; `facts` are its other columns, its short address found when missing.

    Raises NotAllowed, or Refusal with the field it belongs to.
    """
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator adds a public body."))
    if facts.get("accent"):
        facts["accent"] = readable_accent(facts["accent"])
    facts.setdefault("slug", _free_slug(facts.get("short_name") or name))
    organisation = Organisation(name=name, kind=kind, **facts)
    with transaction.atomic():
        _check(organisation)
        organisation.save()
        record(
            actor=actor,
            action="organisation.created",
            target=organisation,
            organisation_id=organisation.pk,
            kind=str(kind),
        )
    return organisation


def _free_slug(name: str) -> str:
    base = slugify(name)[:45] or "commune"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    free = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(slug for slug in free if slug not in taken)


def readable_accent(colour: str) -> str:
    """Return a colour as #rrggbb; refuse it when text in it, or on it, cannot be read (AA)."""
    try:
        check = check_accent(colour)
    except InvalidColour as error:
        raise Refusal(
            _("Write the colour as #1f5c4a."), code="not_a_colour", field="accent"
        ) from error
    if not check.passes:
        raise Refusal(
            _(
                "This colour cannot be read everywhere: its lowest contrast is %(ratio)s, "
                "4.5 is needed. The nearest one that can be read is %(nearest)s."
            )
            % {"ratio": f"{check.ratio:.1f}", "nearest": check.nearest},
            code="contrast",
            field="accent",
        )
    return check.accent


def can_change_row(actor: PlacedActor, row: models.Model) -> bool:
    """Tell whether an actor may write a row of the territory: its own body's, or the shared ones.

    Who holds a competence is the shared map of the territory: one body cannot give a duty to
    another.
    """
    if isinstance(row, Neighbourhood | CityDepartment):
        return row.organisation_id is not None and can_change_organisation(actor, row.organisation)
    return can_change_vocabulary(actor)


def save_row(*, actor: PlacedActor, row: Row, can_change: CanChange = can_change_row) -> Row:
    """Create or change a row that a rule guards: a neighbourhood, a department, a theme…

    `can_change` is the rule of a row of a higher app. Raises NotAllowed (also when the row
    belonged to another body), or Refusal with its field.
    """
    is_new = row.pk is None
    if not can_change(actor, row):
        raise NotAllowed(_("You may not change this."))
    with transaction.atomic():
        if not is_new:
            before = locked(type(row)._default_manager.filter(pk=row.pk)).get()
            if not can_change(actor, before):
                raise NotAllowed(_("This belongs to another body."))
        _check(row)
        row.save()
        record(
            actor=actor,
            action=f"{row._meta.model_name}.{'created' if is_new else 'changed'}",
            target=row,
            organisation_id=getattr(row, "organisation_id", None),
        )
    return row


def delete_row(
    *, actor: PlacedActor, row: models.Model, can_change: CanChange = can_change_row
) -> None:
    """Delete a row nothing depends on; raises NotAllowed or Refusal."""
    if not can_change(actor, row):
        raise NotAllowed(_("You may not delete this."))
    with transaction.atomic():
        fresh = locked(type(row)._default_manager.filter(pk=row.pk)).get()
        record(
            actor=actor,
            action=f"{row._meta.model_name}.deleted",
            target=fresh,
            organisation_id=getattr(fresh, "organisation_id", None),
        )
        try:
            fresh.delete()
        except ProtectedError as error:
            raise Refusal(
                _("« %(row)s » is in use: it cannot be deleted.") % {"row": row}, code="in_use"
            ) from error


def _check(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        shown = "" if field == "__all__" else field
        raise Refusal(" ".join(messages), code="invalid", field=shown) from error
