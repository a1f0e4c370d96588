"""Anybody with a number learns where it stands, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..enums import OPEN_STATES
from ..forms import NumberForm
from ..logic.numbering import parse_number
from ..models import Case
from .review import MayAsk
from .subjects import SubjectsOf


@never_cache
@require_safe
def track(
    request: HttpRequest, subjects_of: SubjectsOf, may_ask: MayAsk | None = None
) -> HttpResponse:
    """Lead a number to its public page; of a held text, say where it stands and no word of it."""
    typed = request.GET.get("q", "").strip()[:40]
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
    if subject is not None and subject.is_public and subject.url:
        return redirect(subject.url)
    today = timezone.localdate()
    is_late = (
        case.state in OPEN_STATES and case.promised_on is not None and case.promised_on < today
    )
    context = {
        "form": form,
        "case": case,
        "held": subject is not None and not subject.is_public,
        "days_late": (today - case.promised_on).days if is_late and case.promised_on else 0,
        "review_url": (
            reverse("ask_review", args=[case.number])
            if may_ask is not None and may_ask(request.actor, case)  # type: ignore[attr-defined]
            else ""
        ),
        "holder": case.department.name if case.department else case.organisation.label,
    }
    return render(request, "cases/track.html", context)


def _problem(typed: str, number: str | None) -> str:
    if number is None:
        return _(
            "« %(typed)s » is not a number of ours: it has eight digits. Check each of them."
        ) % {"typed": typed}
    return _("No contribution and no request has the number %(number)s.") % {"number": number}
