"""What somebody is asking, kept on the server from step to step."""

import uuid
from typing import Any

from django.db import transaction

from civic.cases.models import RequestDraft
from civic.cases.services.stored import forget_with_files
from civic.participation.logic.texts import clean_text
from civic.territory.models import Organisation

_LONGEST = 8_000
# What is emptied once the request is sent: the request holds it.
_WORDS = ("text", "title", "type", "where", "place", "latitude", "longitude", "ready")


def keep_draft(
    *, organisation: Organisation, data: dict[str, Any], draft: RequestDraft | None = None
) -> RequestDraft:
    """Add what was typed in one step to a draft, or begin one with its submission key."""
    kept = {
        name: clean_text(value[:_LONGEST]) if isinstance(value, str) else value
        for name, value in data.items()
    }
    if draft is None:
        begun = {"submission_key": str(uuid.uuid4())}
        return RequestDraft.objects.create(organisation=organisation, data=begun | kept)
    draft.data = {**draft.data, **kept}
    draft.save(update_fields=["data", "updated_at"])
    return draft


def discard_draft(*, draft: RequestDraft) -> None:
    """Forget a draft that is given up, with its photos."""
    with transaction.atomic():
        forget_with_files(draft.photos.all())
        RequestDraft.objects.filter(pk=draft.pk).delete()


def empty_draft(*, draft: RequestDraft, number: str) -> RequestDraft:
    """Keep of a sent draft its key and the number it became: a second click finds the receipt."""
    kept = {name: value for name, value in draft.data.items() if name not in _WORDS}
    draft.data = kept | {"sent": number}
    draft.save(update_fields=["data", "updated_at"])
    return draft
