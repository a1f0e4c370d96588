"""Ask once for a review of an answer, from wherever the answer is read."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal

from ..enums import CaseOrigin, CaseState
from ..forms import ReviewForm
from ..logic.numbering import parse_number
from ..models import Case
from ..selectors.contest import contest_refusal
from .proving import with_code
from .subjects import SubjectsOf

# Who may ask lies with the apps above: this one does not know who said what.
MayAsk = Callable[[Actor, Case], bool]
Ask = Callable[..., Case]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(
    request: HttpRequest, number: str, subjects_of: SubjectsOf, may_ask: MayAsk, ask: Ask
) -> HttpResponse:
    """Ask why, say what follows, and lead back to where the case is read.

    Whoever asked something of a body needs no account: the code of the answer is enough.
    """
    case = (
        Case.objects.select_related("organisation", "department")
        .filter(number=parse_number(number) or "")
        .first()
    )
    if case is None:
        raise Http404("No case has this number.")
    actor: Actor = request.actor  # type: ignore[attr-defined]

    def shown(code: str) -> HttpResponse:
        return _review(request, case, code, subjects_of, ask)

    if may_ask(actor, case):
        return shown("")
    refusal = contest_refusal(case, timezone.localdate())
    if case.origin == CaseOrigin.REQUEST and case.state != CaseState.CLOSED_BEFORE:
        if refusal is not None:
            raise PermissionDenied(str(refusal.message))
        return with_code(request, case, _("It is not settled"), shown)
    if actor.is_anonymous:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    raise PermissionDenied(
        _("Only whoever said this may ask for a review, once, when it has been answered.")
    )


def _review(
    request: HttpRequest, case: Case, code: str, subjects_of: SubjectsOf, ask: Ask
) -> HttpResponse:
    subject = subjects_of([case]).get(case.pk)
    tracked = {"q": case.number, **({"code": code} if code else {})}
    back = f"{reverse('track')}?{urlencode(tracked)}"
    if not code and subject is not None and subject.url:
        back = subject.url
    form = ReviewForm(request.POST if "reason" in request.POST else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                ask(
                    actor=request.actor,  # type: ignore[attr-defined]
                    case=case,
                    reason=form.cleaned_data["reason"],
                    code=code,
                )
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from refusal
            except Refusal as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, str(refusal.message))
            else:
                messages.success(
                    request,
                    _("Your request is received: somebody else will answer it, in public."),
                )
                return redirect(back)
    context = {
        "form": form,
        "case": case,
        "title": subject.title if subject and (subject.is_public or not code) else "",
        "back": back,
        "code": code,
        "is_request": case.origin == CaseOrigin.REQUEST,
    }
    return render(request, "cases/review.html", context, status=status)
