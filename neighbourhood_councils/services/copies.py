"""Copies of what was asked, in the tables councils send: words the guard removed leave them too."""

from typing import Any

from civic.cases.models import Request
from civic.cases.services.places import set_request_place
from civic.privacy.services.removal import blank_rows

from ..models import RequestImport


def purge_cells(words: tuple[str, ...], instance: Any | None) -> int:
    """Blank words in the cells of an imported row, as they were written, or in all of them."""
    requests = Request.objects.all()
    if instance is None:
        return blank_rows(requests, words, "source_texts")
    if not isinstance(instance, Request):
        return 0
    if cleaned := set_request_place(instance):
        instance.save(update_fields=cleaned)
    changed = blank_rows(requests.filter(pk=instance.pk), words, "source_texts")
    instance.refresh_from_db(fields=["source_texts"])
    return changed


def purge_imports(words: tuple[str, ...], instance: Any | None) -> int:
    """Blank words in the tables an organisation sent, or in all of them."""
    sent = RequestImport.objects.all()
    if instance is not None:
        if not isinstance(instance, Request):
            return 0
        sent = sent.filter(organisation_id=instance.organisation_id)
    return blank_rows(sent, words, "preview", "report", "file_name")
