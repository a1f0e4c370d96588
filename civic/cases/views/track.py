"""Anybody with a number learns where it stands, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civic.core.exceptions import TooMany

from ..enums import CaseOrigin, CaseState
from ..forms import NumberForm
from ..logic.numbering import parse_number
from ..models import Case, Satisfaction
from ..selectors import holdings_of
from ..services.proof import proves
from .opinion import contest_address
from .proving import code_in
from .review import MayAsk
from .subjects import SubjectsOf


@never_cache
@require_safe
def track(
    request: HttpRequest, subjects_of: SubjectsOf, may_ask: MayAsk | None = None
) -> HttpResponse:
    """Lead a number to its public page; of a held text, say where it stands and no word of it."""
    typed = request.GET.get("q", "").strip()[:120]
    form = NumberForm({"q": typed} if "q" in request.GET else None)
    if not form.is_bound:
        return render(request, "cases/track.html", {"form": form, "case": None})
    number = parse_number(typed)
    case = (
        Case.objects.select_related("organisation", "department").filter(number=number).first()
        if number
        else None
    )
    if case is None:
        if form.is_valid():
            form.add_error("q", _problem(typed, number))
        return render(request, "cases/track.html", {"form": form, "case": None}, status=404)
    subject = subjects_of([case]).get(case.pk)
    code = _proven_code(request, case)
    public_url = subject.url if subject is not None and subject.is_public else ""
    if public_url and not code:
        return redirect(public_url)
    context = {
        "form": form,
        "case": case,
        "held": subject is not None and not subject.is_public,
        "public_url": public_url,
        "code": code,
        "days_late": case.days_late_on(timezone.localdate()),
        "review_url": (
            contest_address(case, code)
            if code or (may_ask is not None and may_ask(request.actor, case))  # type: ignore[attr-defined]
            else ""
        ),
        "opinion_url": reverse("give_satisfaction", args=[case.number]) if code else "",
        "may_rate": bool(code) and case.state == CaseState.ANSWERED and _may_rate(case),
        "said": Satisfaction.objects.filter(case=case).first() if code else None,
        "holdings": holdings_of(case),
        "holder": case.department.name if case.department else case.organisation.label,
    }
    return render(request, "cases/track.html", context)


def _proven_code(request: HttpRequest, case: Case) -> str:
    """Return the code of the address when it is that of the case; a wrong one shows no more."""
    code = code_in(request)
    try:
        return code if case.origin == CaseOrigin.REQUEST and proves(case, code) else ""
    except TooMany:
        return ""


def _may_rate(case: Case) -> bool:
    return case.rate_until is not None and case.rate_until >= timezone.localdate()


def _problem(typed: str, number: str | None) -> str:
    if number is None:
        return _(
            "« %(typed)s » is not a number of ours: it has eight digits. Check each of them."
        ) % {"typed": typed}
    return _("No contribution and no request has the number %(number)s.") % {"number": number}
