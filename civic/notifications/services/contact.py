"""What did not reach somebody goes back on the list of people to contact."""

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..enums import Medium, NoticeState
from ..models import Notice
from ..selectors import CONTACTERS


def contact_otherwise(*, actor: Actor, notice: Notice, medium: str) -> Notice:
    """Put a notice back on the list, to be told another way: a letter came back, nobody answers."""
    if notice.organisation is None or not actor.has_role(*CONTACTERS, at=notice.organisation):
        raise NotAllowed(_("You may not tick this off."))
    if medium not in {Medium.LETTER, Medium.TELEPHONE, Medium.DESK}:
        raise Refusal(_("How shall they be told?"), code="medium", field="medium")
    with transaction.atomic():
        fresh = locked(Notice.objects.filter(pk=notice.pk)).get()
        if fresh.state not in (NoticeState.TO_CONTACT, NoticeState.DELIVERED):
            raise Refusal(_("This person has already been told."), code="already_told")
        fresh.state, fresh.medium = NoticeState.TO_CONTACT, medium
        fresh.sent_at = fresh.told_by = None
        fresh.save(update_fields=["state", "medium", "sent_at", "told_by"])
        record(
            actor=actor,
            action="notice.contact_otherwise",
            target=fresh,
            organisation_id=fresh.organisation_id,
            medium=str(medium),
        )
    return fresh
