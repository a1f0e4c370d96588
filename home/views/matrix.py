"""Who holds what, where, in the administration: see it, give it, send it as a file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civic.accounts.policies import Actor
from civic.cases.models import RequestType
from civic.core.exceptions import NotAllowed, Refusal
from civic.opendata.exceptions import SheetRefused
from civic.opendata.logic.exporting import csv_chunks
from civic.territory.enums import OrganisationKind
from civic.territory.models import CityDepartment, Competence, Organisation
from civic.territory.policies import can_change_vocabulary
from civic.territory.selectors.matrix import Line, matrix
from civic.territory.services.holders import clear_holder, set_holder, write_holdings

from ..services.matrix_file import COLUMNS, read_matrix, rows_of

MOST_BYTES = 2_000_000
COMMUNES_NAMED = 6
ERRORS_SHOWN = 100
GROUPS = (
    ("intercommunality", gettext_lazy("Held by the intercommunality")),
    ("commune", gettext_lazy("Held by the communes")),
    ("shared", gettext_lazy("Shared between them")),
    ("nobody", gettext_lazy("Held by nobody")),
)


class GiveForm(forms.Form):
    """Who holds a competence, on which communes."""

    who = forms.ChoiceField(label=gettext_lazy("Who holds it"), widget=forms.RadioSelect)
    department = forms.ModelChoiceField(
        label=gettext_lazy("Department of the intercommunality"),
        queryset=CityDepartment.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    territories = forms.ModelMultipleChoiceField(
        label=gettext_lazy("On the territory of"),
        queryset=Organisation.objects.filter(kind=OrganisationKind.COMMUNE)
        .defer("boundary")
        .order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one commune.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parents = {
            str(body.pk): body
            for body in Organisation.objects.filter(kind=OrganisationKind.INTERCOMMUNALITY).defer(
                "boundary"
            )
        }
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            *((key, body.label) for key, body in self.parents.items()),
            ("own", _("Each commune, with its own department")),
            ("nobody", _("Nobody yet")),
        ]
        self.fields["department"].queryset = CityDepartment.objects.filter(  # type: ignore[attr-defined]
            organisation__kind=OrganisationKind.INTERCOMMUNALITY
        )


class FileForm(forms.Form):
    """A file with the columns of the export."""

    file = forms.FileField(label=gettext_lazy("File (CSV, XLSX or ODS)"))

    def clean_file(self) -> Any:
        """Refuse what is far larger than a matrix."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 2 MB."))
        return sent


def _keeper(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not can_change_vocabulary(actor):
        raise PermissionDenied(_("Who holds a competence is kept by the intercommunality."))
    return actor


@never_cache
@require_safe
def competence_matrix(request: HttpRequest) -> HttpResponse:
    """Show every competence on every commune, what is missing and what conflicts."""
    _keeper(request)
    whole = matrix()
    only = request.GET.get("only", "")
    shown = [line for line in whole.lines if _is_shown(line, only)]
    stranded = {line.competence.pk: line.gaps for line in whole.lines if line.gaps}
    context = {
        "matrix": whole,
        "only": only,
        "groups": [
            (label, [line for line in shown if line.kind == kind]) for kind, label in GROUPS
        ],
        "to_mend": [
            {
                "competence": line.competence,
                "problem": problem,
                "communes": ", ".join(communes[:COMMUNES_NAMED]),
                "more": max(0, len(communes) - COMMUNES_NAMED),
            }
            for line in whole.lines
            for problem, communes in line.faulty.items()
        ],
        "types": RequestType.objects.filter(is_active=True, competence__in=stranded).select_related(
            "competence"
        ),
        "without_competence": RequestType.objects.filter(is_active=True, competence=None),
    }
    return render(request, "home/admin/competence_matrix.html", context)


def _is_shown(line: Line, only: str) -> bool:
    return line.problems > 0 if only == "problems" else only in {"", line.kind}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_competence(request: HttpRequest, code: str) -> HttpResponse:
    """Give one competence on many communes, and say at once what is left wrong."""
    actor = _keeper(request)
    competence = get_object_or_404(Competence, code=code)
    line = matrix([competence]).lines[0]
    form = GiveForm(request.POST or None, initial=_now(line))
    status = 200
    if request.method == "POST":
        if form.is_valid() and _give(request, actor, competence, form):
            return redirect("give_competence", code=code)
        status = 422
    return render(
        request,
        "home/admin/give_competence.html",
        {"line": line, "form": form},
        status=status,
    )


def _now(line: Line) -> dict[str, Any]:
    first = next((cell.held for cell in line.cells if cell.is_intercommunal), None)
    return {
        "who": str(first.holder_id) if first else "own",
        "department": first.department_id if first else None,
        "territories": [cell.commune.pk for cell in line.cells if cell.faults]
        or [cell.commune.pk for cell in line.cells],
    }


def _give(request: HttpRequest, actor: Actor, competence: Competence, form: GiveForm) -> bool:
    given = form.cleaned_data
    chosen: dict[str, Any] = {
        "actor": actor,
        "competence": competence,
        "territories": list(given["territories"]),
    }
    try:
        if given["who"] == "nobody":
            changed = clear_holder(**chosen)
        else:
            holder = form.parents.get(given["who"])
            changed = set_holder(
                **chosen, holder=holder, department=given["department"] if holder else None
            )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    _say(request, changed)
    left = matrix([competence]).lines[0]
    if left.problems:
        wrong = "; ".join(
            f"{cell.commune.label} ({cell.problem})" for cell in left.cells if cell.faults
        )
        messages.warning(request, _("Still to mend: %(wrong)s.") % {"wrong": wrong})
    return True


def _say(request: HttpRequest, changed: int) -> None:
    text = ngettext("%(n)d cell was changed.", "%(n)d cells were changed.", changed)
    messages.success(request, text % {"n": changed})


@never_cache
@require_safe
def export_matrix(request: HttpRequest) -> StreamingHttpResponse:
    """Send the matrix as a CSV file that can be changed and sent back."""
    _keeper(request)
    response = StreamingHttpResponse(
        csv_chunks(COLUMNS, rows_of(matrix())), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="competences.csv"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_matrix(request: HttpRequest) -> HttpResponse:
    """Read a file back: nothing is written while a row is wrong, and each says why."""
    actor = _keeper(request)
    form = FileForm(request.POST or None, request.FILES or None)
    errors: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            reading = read_matrix(sent.read(), sent.name)
            errors = reading.errors
            if not errors:
                _say(request, write_holdings(actor=actor, holdings=reading.holdings))
                return redirect("competence_matrix")
        except Refusal as refusal:
            form.add_error("file", str(refusal.message))
        except SheetRefused as refused:
            form.add_error("file", str(refused))
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "errors": errors[:ERRORS_SHOWN],
        "wrong": len(errors),
        "left": max(0, len(errors) - ERRORS_SHOWN),
    }
    return render(request, "home/admin/import_matrix.html", context, status=status)
