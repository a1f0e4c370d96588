"""Background work: tell the supporters of an answered proposal."""

from django.db import transaction
from django_tasks import task

from civic.cases.enums import CaseOrigin, CaseState
from civic.cases.models import Case
from civic.participation.models import Contribution

from .notifications import tell_supporters


@task()
def tell_supporters_later(case_id: int) -> None:
    """Tell supporters of an answer as it is now; nothing while the proposal is not public."""
    contribution = (
        Contribution.objects.public()
        .select_related("case__organisation", "activity__space")
        .filter(case_id=case_id, case__state=CaseState.ANSWERED)
        .first()
    )
    if contribution is not None:
        tell_supporters(contribution)


def tell_supporters_after_commit(case: Case) -> None:
    """Have the supporters of an answered contribution told once the answer is stored."""
    if case.origin == CaseOrigin.CONTRIBUTION:
        key = case.pk
        transaction.on_commit(lambda: tell_supporters_later.enqueue(key), robust=True)
