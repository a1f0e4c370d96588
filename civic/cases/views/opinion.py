"""Two clicks to say whether it is settled, from the answer's mail or the tracking page."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import Refusal

from ..enums import CaseOrigin, SatisfactionReason
from ..forms import OpinionForm
from ..logic.numbering import parse_number
from ..models import Case, Satisfaction
from ..policies import can_rate
from ..selectors.contest import contest_refusal
from ..services.satisfaction import give_satisfaction
from .proving import with_code
from .subjects import SubjectsOf


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, number: str, subjects_of: SubjectsOf) -> HttpResponse:
    """Show the two buttons, write what was clicked: reading the page, or its link, writes nothing.

    Nobody is asked for an account: the code of the answer is enough.
    """
    case = (
        Case.objects.select_related("organisation", "department")
        .filter(number=parse_number(number) or "", origin=CaseOrigin.REQUEST)
        .first()
    )
    if case is None:
        raise Http404("No request has this number.")
    title = _("Is it settled?")

    def shown(code: str) -> HttpResponse:
        return _opinion(request, case, code, subjects_of)

    if can_rate(request.actor, case):  # type: ignore[attr-defined]
        return shown("")
    return with_code(request, case, title, shown)


def _opinion(request: HttpRequest, case: Case, code: str, subjects_of: SubjectsOf) -> HttpResponse:
    form, problem, status = OpinionForm(request.POST or None), "", 200
    with_more = "with_reasons" in request.POST
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                give_satisfaction(
                    actor=request.actor,  # type: ignore[attr-defined]
                    case=case,
                    is_satisfied=given["satisfied"] == "yes",
                    about=given["about"] if with_more else None,
                    words=given["words"] if with_more else None,
                    code=code,
                )
            except Refusal as refusal:
                problem = str(refusal.message)
            else:
                messages.success(request, _("Thank you: it is written down."))
                return redirect(address_of(case, code))
        elif "satisfied" in form.errors:
            problem = _("Say whether it is settled: yes or no.")
    said = Satisfaction.objects.filter(case=case).select_related("words").first()
    words = getattr(said, "words", None)
    subject = subjects_of([case]).get(case.pk)
    context = {
        "case": case,
        "title": subject.title if subject and subject.is_public else "",
        "problem": problem,
        "said": said,
        "open": _is_open(case),
        "code": code,
        "words": words,
        # What was refused comes back as it was typed.
        "reasons": form
        if with_more
        else OpinionForm(
            initial={
                "about": [
                    reason for reason in SatisfactionReason.values if said and getattr(said, reason)
                ],
                "words": words.text if words else "",
            }
        ),
        "here": reverse("give_satisfaction", args=[case.number]),
        "contest_url": contest_address(case, code),
        "back": f"{reverse('track')}?{urlencode({'q': case.number, **_with(code)})}",
    }
    return render(request, "cases/opinion.html", context, status=status)


def _is_open(case: Case) -> bool:
    last = case.rate_until
    return case.state == "answered" and last is not None and last >= timezone.localdate()


def _with(code: str) -> dict[str, str]:
    return {"code": code} if code else {}


def address_of(case: Case, code: str) -> str:
    """Return where whoever asked says whether it is settled."""
    address = reverse("give_satisfaction", args=[case.number])
    return f"{address}?{urlencode({'code': code})}" if code else address


def contest_address(case: Case, code: str) -> str:
    """Return where an answer is contested; empty when it no longer can be."""
    if contest_refusal(case, timezone.localdate()) is not None:
        return ""
    address = reverse("ask_review", args=[case.number])
    return f"{address}?{urlencode({'code': code})}" if code else address
