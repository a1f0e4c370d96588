"""Whoever follows a request is told when it moves, and of its answer."""

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.audit.services import key_of
from civic.cases.enums import CaseState
from civic.cases.models import Case, Request
from civic.cases.selectors.details import extra_of
from civic.notifications.services.notices import tell_followers

# An answer has its own words; a review is between whoever asked and the service.
_TOLD_ELSEWHERE = {CaseState.ANSWERED, CaseState.REVIEW}


def tell_moved(case: Case) -> None:
    """Tell the followers of a public request where it stands now."""
    if case.state in _TOLD_ELSEWHERE:
        return
    request = _public_request(case)
    if request is None:
        return
    holder = case.department.name if case.department else case.organisation.label
    tell_followers(
        target=key_of(request),
        subject=lambda: (
            _("« %(title)s »: %(state)s")
            % {"title": request.title[:120], "state": case.get_state_display()}
        ),
        body=lambda: (
            _("The request %(number)s that you follow is with %(holder)s: %(state)s.")
            % {"number": case.number, "holder": holder, "state": case.get_state_display()}
        ),
        organisation=request.organisation,
        key=f"moved:{case.state}:{timezone.now().isoformat()}",
    )


def tell_answered(case: Case) -> None:
    """Tell the followers of a public request what it was answered."""
    request = _public_request(case)
    if request is None:
        return
    tell_followers(
        target=key_of(request),
        subject=lambda: _("Answered: « %(title)s »") % {"title": request.title[:120]},
        body=lambda: "\n\n".join(
            part for part in (case.reason, case.next_steps, extra_of(case).lines) if part
        ),
        organisation=request.organisation,
        key=f"answered:{case.answered_on}{':review' if case.reviewed_on else ''}",
    )


def _public_request(case: Case) -> Request | None:
    return (
        Request.objects.public()
        .filter(case=case)
        .select_related("organisation", "case__department")
        .first()
    )
