"""Number sheets, cancel one."""

import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.models import Space
from civic.territory.models import Organisation

from ..enums import SheetState
from ..logic.codes import LAST_SERIAL, SheetCode
from ..logic.retyping import is_sampled
from ..models import Sheet
from ..policies import can_work_at
from ..selectors.targets import SheetTarget

MOST_AT_ONCE = 200


def print_sheets(
    *, actor: Actor, organisation: Organisation, target: SheetTarget, count: int
) -> list[Sheet]:
    """Number `count` sheets of a target, each with a code of its own; return them in order."""
    if not can_work_at(actor, organisation):
        raise NotAllowed(_("Only the desk of this organisation numbers sheets."))
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refusal(
            _("How many sheets? Give a number from 1 to %(max)s.") % {"max": MOST_AT_ONCE},
            code="count",
            field="count",
        )
    with transaction.atomic():
        sheets = _numbered(actor, organisation, target, count, batch=uuid.uuid4())
        record(
            actor=actor,
            action="sheet.printed",
            target=sheets[0],
            organisation_id=organisation.pk,
            count=count,
            about=target.key,
        )
    return sheets


def number_free_copy(*, actor: Actor, organisation: Organisation, target: SheetTarget) -> Sheet:
    """Give a number to a copy somebody printed without one, inside the caller's transaction."""
    return _numbered(actor, organisation, target, 1, batch=None)[0]


def _numbered(
    actor: Actor,
    organisation: Organisation,
    target: SheetTarget,
    count: int,
    *,
    batch: uuid.UUID | None,
) -> list[Sheet]:
    # The row of the space is the lock: two desks that print at once number one after the other.
    locked(Space.objects.filter(pk=target.space.pk)).get()
    mine = Sheet.objects.filter(kind=target.kind, target=target.pk)
    last = mine.aggregate(last=Max("serial"))["last"] or 0
    if last + count > LAST_SERIAL:
        raise Refusal(_("There are no numbers left for this form."), code="no_numbers")
    sheets = []
    for serial in range(last + 1, last + count + 1):
        code = str(SheetCode(target.kind, target.pk, serial))
        sheets.append(
            Sheet(
                code=code,
                kind=target.kind,
                target=target.pk,
                serial=serial,
                organisation=organisation,
                batch=batch,
                printed_by=actor.user,
                is_typed_twice=is_sampled(code, settings.SECRET_KEY),
            )
        )
    return Sheet.objects.bulk_create(sheets)


def void_sheet(*, actor: Actor, sheet: Sheet, reason: str) -> Sheet:
    """Cancel a sheet that was lost or spoiled; one that was entered stays entered."""
    if not can_work_at(actor, sheet.organisation):
        raise NotAllowed(_("This sheet belongs to another desk."))
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(
            _("Say why: lost, spoiled, blank…"), code="reason_missing", field="void_reason"
        )
    with transaction.atomic():
        fresh = locked(Sheet.objects.filter(pk=sheet.pk)).get()
        if fresh.state != SheetState.BLANK:
            raise Refusal(_("This sheet has already been entered or cancelled."), code="not_blank")
        fresh.state, fresh.void_reason = SheetState.VOIDED, reason[:200]
        fresh.save(update_fields=["state", "void_reason"])
        record(
            actor=actor,
            action="sheet.voided",
            target=fresh,
            organisation_id=fresh.organisation_id,
        )
    return fresh


def close_list(*, actor: Actor, sheet: Sheet) -> Sheet:
    """Say that every line of a list of supports is entered."""
    if not can_work_at(actor, sheet.organisation):
        raise NotAllowed(_("This sheet belongs to another desk."))
    with transaction.atomic():
        fresh = locked(Sheet.objects.filter(pk=sheet.pk)).get()
        if fresh.state != SheetState.BLANK or not fresh.entries.exists():
            raise Refusal(_("No line of this sheet has been entered yet."), code="no_line")
        fresh.state = SheetState.ENTERED
        fresh.save(update_fields=["state"])
        record(
            actor=actor,
            action="sheet.entered",
            target=fresh,
            organisation_id=fresh.organisation_id,
        )
    return fresh
