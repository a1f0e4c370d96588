"""What somebody is writing, kept on the server from step to step."""

import uuid
from typing import Any

from django.db import transaction

from ..logic.texts import clean_text
from ..models import Activity, Draft

_LONGEST = 20_000


def save_draft(*, activity: Activity, data: dict[str, Any], draft: Draft | None = None) -> Draft:
    """Add what was typed in one step to a draft, or begin one.

    A draft begins with its `submission_key`, so that sending it twice gives one contribution.
    Texts are kept as typed, right or wrong, up to twice the longest contribution.
    """
    kept = {
        name: clean_text(value[:_LONGEST]) if isinstance(value, str) else value
        for name, value in data.items()
    }
    with transaction.atomic():
        if draft is None:
            begun = {"submission_key": str(uuid.uuid4())}
            return Draft.objects.create(activity=activity, data=begun | kept)
        draft.data = {**draft.data, **kept}
        draft.save(update_fields=["data", "updated_at"])
    return draft


def discard_draft(*, draft: Draft) -> None:
    """Forget a draft, once sent or given up."""
    Draft.objects.filter(pk=draft.pk).delete()
