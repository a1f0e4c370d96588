"""Type one sheet in ten again, without seeing the first typing."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..logic.retyping import Difference, compare
from ..models import SecondTyping, Sheet
from ..policies import can_work_at


def type_again(
    *, actor: Actor, sheet: Sheet, typed: Mapping[str, str]
) -> tuple[SecondTyping, list[Difference]]:
    """Compare a second typing with the first; counts are kept, the texts are forgotten.

    The differences are returned once, for the screen that shows them.
    """
    if not can_work_at(actor, sheet.organisation):
        raise NotAllowed(_("This sheet belongs to another desk."))
    with transaction.atomic():
        locked(Sheet.objects.filter(pk=sheet.pk)).get()
        entry = sheet.entries.order_by("pk").first()
        if entry is None or not entry.typed:
            raise Refusal(_("This sheet does not wait for a second typing."), code="not_awaited")
        if entry.entered_by_id is not None and entry.entered_by == actor.user:
            raise Refusal(
                _("Somebody else types it again: you have seen the first typing."),
                code="same_agent",
            )
        differences = compare(entry.typed, typed)
        second = SecondTyping.objects.create(
            sheet=sheet,
            space_id=entry.space_id,
            typed_by=actor.user,
            characters=sum(difference.length for difference in differences),
            differing=sum(difference.wrong for difference in differences),
        )
        entry.typed = {}
        entry.save(update_fields=["typed"])
        record(
            actor=actor,
            action="sheet.typed_again",
            target=sheet,
            organisation_id=sheet.organisation_id,
            characters=second.characters,
            differing=second.differing,
        )
    return second, differences
