"""What was planned for a day that is past: say what became of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.views.visits import signed_in

from ..forms import PlanForm
from ..logic.numbering import parse_number
from ..models import Case
from ..policies import ANSWERERS, can_answer
from ..selectors.plans import plans_to_follow
from ..services.plans import follow_plan
from .subjects import SubjectsOf

PLANS_PER_PAGE = 20


@dataclass(frozen=True)
class PlanLine:
    """One planned thing with its form."""

    case: Case
    title: str
    url: str
    form: PlanForm


@never_cache
@require_safe
@signed_in
def plans(request: HttpRequest, subjects_of: SubjectsOf) -> HttpResponse:
    """List what an officer's departments planned for a day that is past."""
    return _list(request, subjects_of)


@never_cache
@require_POST
@signed_in
def plan_follow(request: HttpRequest, number: str, subjects_of: SubjectsOf) -> HttpResponse:
    """Publish what became of something planned; what was refused comes back as it was typed."""
    case = Case.objects.filter(number=parse_number(number) or "").first()
    if case is None:
        raise Http404("No case has this number.")
    if not can_answer(request.actor, case):  # type: ignore[attr-defined]
        raise NotAllowed(_("Only the department that holds this case says what became of it."))
    form = PlanForm(request.POST, prefix=case.number)
    if form.is_valid():
        try:
            follow_plan(actor=request.actor, case=case, **form.cleaned_data)  # type: ignore[attr-defined]
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Published: %(number)s.") % {"number": case.number})
            return redirect("plans")
    return _list(request, subjects_of, refused=(case.pk, form))


def _list(
    request: HttpRequest, subjects_of: SubjectsOf, refused: tuple[int, PlanForm] | None = None
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.has_role_anywhere(*ANSWERERS):
        raise NotAllowed(_("This is the inbox of the departments that answer."))
    due = plans_to_follow(actor, timezone.localdate())
    page = Paginator(due, PLANS_PER_PAGE).get_page(request.GET.get("page"))
    subjects = subjects_of(list(page))
    lines = []
    for case in page:
        subject = subjects.get(case.pk)
        bound = refused is not None and refused[0] == case.pk
        form = refused[1] if refused is not None and bound else PlanForm(prefix=case.number)
        title, url = (subject.title, subject.url) if subject else (case.number, "")
        lines.append(PlanLine(case=case, title=title, url=url, form=form))
    context = {"lines": lines, "page": page}
    return render(request, "cases/plans.html", context, status=422 if refused else 200)
