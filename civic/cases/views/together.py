"""Answer several cases from one screen; each keeps a reason of its own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.views.visits import signed_in
from civic.territory.models import Organisation

from ..enums import OPEN_STATES
from ..forms import AnswerForm, DetailsForm
from ..logic.numbering import parse_number
from ..models import AnswerFile, AnswerTemplate, Case
from ..policies import can_answer
from ..selectors.answers import filled, likeness, shared_templates
from ..selectors.details import shown_files
from ..services.answer_files import waiting_files
from ..services.answers import (
    MOST_TOGETHER,
    LineAnswer,
    LineRefusal,
    answer_cases,
    same_reasons,
)
from ..services.details import details_of
from .answer_files import take_files
from .opening import check_staff
from .subjects import Subject, SubjectsOf


@dataclass
class TogetherLine:
    """One of the cases answered together; `same` counts the earlier answers its reason repeats."""

    case: Case
    subject: Subject
    form: AnswerForm
    details: DetailsForm
    files: list[dict[str, Any]]
    same: int = 0

    @property
    def has_details(self) -> bool:
        """Tell whether cost, dates or files were given: they are shown unfolded."""
        return bool(self.files or self.details.is_begun)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer_together(request: HttpRequest, subjects_of: SubjectsOf) -> HttpResponse:
    """Show the ticked cases, each with its answer, and publish all of them or none."""
    check_staff(request)
    sent = request.POST if request.method == "POST" else request.GET
    numbers = _numbers(sent.getlist("dossier"))
    cases = _cases(request, numbers[:MOST_TOGETHER])
    subjects = subjects_of(cases)
    templates = shared_templates(cases)
    bodies = list(Organisation.objects.defer("boundary").order_by("kind", "name"))
    template = next((one for one in templates if str(one.pk) == sent.get("modele", "")), None)
    posted = request.POST if request.method == "POST" else None
    cases = [case for case in cases if case.pk in subjects]
    # Files come first: what else is wrong must not make anybody choose them again.
    refused = {case.pk: take_files(request, case, _files_of(case)) for case in cases if posted}
    files: dict[int, list[AnswerFile]] = {}
    for file in waiting_files(*cases):
        files.setdefault(file.case_id, []).append(file)
    lines = [
        TogetherLine(
            case,
            subjects[case.pk],
            _form(request, case, subjects[case.pk], template, bodies),
            DetailsForm(posted, prefix=f"details-{case.number}"),
            shown_files(files.get(case.pk, ())),
        )
        for case in cases
    ]
    for line in lines:
        for said in refused.get(line.case.pk, ()):
            line.details.add_error("files", said)
    context: dict[str, Any] = {
        "lines": lines,
        "templates": templates,
        "chosen": template.pk if template else None,
        "refusal": "",
        "ask_same": False,
        "share": 0,
        "left_out": _left_out(numbers, cases),
        "sentence": ngettext(
            "%(n)s case, with a reason of its own.",
            "%(n)s cases, each with a reason of its own.",
            len(lines),
        )
        % {"n": len(lines)},
    }
    if request.method != "POST":
        return render(request, "cases/together.html", context)
    # Every form is read, so that all that lacks is said at once.
    right = [line.form.is_valid() and line.details.is_valid() for line in lines]
    if not lines or not all(right):
        context["refusal"] = _("Complete the answers below; what you typed is kept.")
        return render(request, "cases/together.html", context, status=422)
    return _published(request, lines, context)


def _published(
    request: HttpRequest, lines: list[TogetherLine], context: dict[str, Any]
) -> HttpResponse:
    answers = [_answer(line) for line in lines]
    on_purpose = bool(request.POST.get("same_on_purpose"))
    try:
        done = answer_cases(actor=request.actor, answers=answers, same_on_purpose=on_purpose)
    except NotAllowed:
        raise
    except LineRefusal as refusal:
        line = next(line for line in lines if line.case.pk == refusal.case.pk)
        if refusal.field in line.details.fields:
            line.details.add_error(refusal.field, str(refusal.message))
        else:
            field = refusal.field if refusal.field in line.form.fields else None
            line.form.add_error(field, str(refusal.message))
        context["refusal"] = _("Complete the answers below; what you typed is kept.")
    except Refusal as refusal:
        context["refusal"] = str(refusal.message)
    else:
        messages.success(
            request,
            ngettext("%(n)s answer was published.", "%(n)s answers were published.", len(done))
            % {"n": len(done)},
        )
        return redirect("inbox")
    repeated = sum(len(group) for group in same_reasons(answers))
    context |= {"ask_same": bool(repeated), "share": round(100 * repeated / len(answers))}
    for line, answer in zip(lines, answers, strict=True):
        line.same = likeness(line.case.organisation_id, answer.reason, besides=line.case).same
    return render(request, "cases/together.html", context, status=422)


def _files_of(case: Case) -> str:
    return f"details-{case.number}-files"


def _numbers(typed: list[str]) -> list[str]:
    read = (parse_number(one) for one in typed)
    return list(dict.fromkeys(number for number in read if number))


def _left_out(numbers: list[str], cases: list[Case]) -> list[str]:
    """Say what was ticked and is not answered here, and why."""
    said = []
    if (left := len(numbers) - MOST_TOGETHER) > 0:
        said.append(
            ngettext(
                "%(most)d cases at most at once: the other one you ticked stays in the list.",
                "%(most)d cases at most at once: the %(n)d others you ticked stay in the list.",
                left,
            )
            % {"most": MOST_TOGETHER, "n": left}
        )
    shown = {case.number for case in cases}
    gone = [number for number in numbers[:MOST_TOGETHER] if number not in shown]
    if gone:
        said.append(
            _("Answered or withdrawn meanwhile, or held by others: %(numbers)s.")
            % {"numbers": ", ".join(gone)}
        )
    return said


def _cases(request: HttpRequest, numbers: list[str]) -> list[Case]:
    """Return the open cases the actor answers for among those named, in the order of the list."""
    found = Case.objects.filter(number__in=numbers, state__in=OPEN_STATES)
    found = found.select_related("organisation", "department").order_by("promised_on", "pk")
    return [case for case in found if can_answer(request.actor, case)]


def _form(
    request: HttpRequest,
    case: Case,
    subject: Subject,
    template: AnswerTemplate | None,
    bodies: list[Organisation],
) -> AnswerForm:
    prefix = f"answer-{case.number}"
    if request.method == "POST":
        return AnswerForm(request.POST, case=case, prefix=prefix, bodies=bodies)
    if template is None:
        return AnswerForm(case=case, prefix=prefix, bodies=bodies)
    begun = filled(template, case, title=subject.title, place=subject.public_place)
    initial = {"outcome": begun.outcome, "reason": begun.reason, "next_steps": begun.next_steps}
    return AnswerForm(case=case, prefix=prefix, initial=initial, bodies=bodies)


def _answer(line: TogetherLine) -> LineAnswer:
    given = line.form.cleaned_data
    return LineAnswer(
        case=line.case,
        outcome=given["outcome"],
        reason=given["reason"],
        next_steps=given["next_steps"],
        receiving_body=given.get("receiving_body"),
        receiving_body_name=given.get("receiving_body_name", ""),
        planned_for=given.get("planned_for"),
        answered_as=given["answered_as"]
        or (line.case.department.name if line.case.department else ""),
        keep_findings_because=given["keep_findings_because"],
        details=details_of(line.details.cleaned_data),
        with_files=bool(line.files),
    )
