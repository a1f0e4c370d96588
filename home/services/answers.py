"""Keep the argued answers to contributions in the site search."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from civic.audit.services import key_of
from civic.cases.enums import CaseState
from civic.cases.models import Case
from civic.core.services.search import SearchDocument, index, remove_from_index
from civic.participation.models import Contribution
from civic.participation.registry import participation_registry

from ..enums import SearchKind

EXCERPT_CHARACTERS = 300


def index_answer(case: Case) -> None:
    """Write the entry of an answer, inside the transaction that gave it."""
    contribution = _answered().filter(case=case).first()
    if contribution is not None:
        _index(contribution)


def contribution_shown(contribution: Contribution) -> None:
    """Write the entry of the answer to a contribution that becomes public again."""
    if contribution.case.state == CaseState.ANSWERED:
        _index(contribution)


def contribution_taken_back(contribution: Contribution) -> None:
    """Remove the answer with the contribution: it may quote what was taken back."""
    remove_from_index(key_of(contribution.case))


def answer_documents() -> Iterator[SearchDocument]:
    """Give the entry of every answer to a public contribution, to rebuild the index."""
    for contribution in _answered().order_by("pk").iterator(chunk_size=500):
        document = document_of(contribution)
        if document is not None:
            yield document


def document_of(contribution: Contribution) -> SearchDocument | None:
    """Make the entry of an answer, or nothing while no page shows the contribution."""
    case = contribution.case
    with translation.override(settings.LANGUAGE_CODE):
        url = participation_registry.address_of(contribution)
        title = _("Answer to « %(title)s »") % {"title": contribution.title}
    if url is None:
        return None
    return SearchDocument(
        key=key_of(case),
        kind=SearchKind.ANSWER,
        title=title,
        url=url,
        texts=(case.reason, case.next_steps),
        excerpt=case.reason[:EXCERPT_CHARACTERS],
        organisation_id=case.organisation_id,
        theme_id=contribution.theme_id,
        happened_on=case.answered_on,
    )


def _answered() -> "QuerySet[Contribution]":
    return (
        Contribution.objects.public()
        .filter(case__state=CaseState.ANSWERED)
        .select_related("case", "activity__space")
    )


def _index(contribution: Contribution) -> None:
    index(lambda: document_of(contribution))
