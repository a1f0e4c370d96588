"""A chair brings the council's own table: send it, check what was understood, write it."""

import io

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from civic.core.exceptions import NotAllowed, Refusal
from civic.core.views.errors import upload_too_large
from civic.opendata.exceptions import SheetRefused
from civic.opendata.logic.exporting import csv_chunks
from civic.privacy.views.visits import signed_in

from ..enums import READING_WORKING_DAYS, WORKING_STATES, ImportState
from ..forms import PreviewForm, UploadForm
from ..models import CouncilPage, NeighbourhoodCouncil, RequestImport
from ..policies import can_set_up_councils
from ..resources import FollowUpFormat, import_rows_of
from ..selectors.councils import council_of
from ..services.imports import (
    choose,
    drop_import,
    may_import_somewhere,
    plan_of,
    rows_to_send_again,
    start_import,
    write_import,
)
from .import_preview import preview_context, shown_errors

EXAMPLES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXAMPLE = "neighbourhood_councils/exemple-tableau-de-suivi."


def _may_enter(request: HttpRequest, page: CouncilPage) -> NeighbourhoodCouncil:
    """The council of the page, for whoever may import its requests."""
    council = council_of(page)
    if not may_import_somewhere(request.actor, council.space.organisation, council):
        raise NotAllowed(
            _("Only the chair of this council, or its staff, may import its requests.")
        )
    return council


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """Ask for a table, or take the example; a table that cannot be read says what to do."""
    council = _may_enter(request, page)
    form = UploadForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        if form.is_too_large:
            return upload_too_large(request)
        place = "pasted" if request.POST.get("pasted", "").strip() else "file"
        try:
            sent = _received(request, council, form)
        except SheetRefused as refused:
            form.add_error(place, refused.message)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(place, str(refusal.message))
        else:
            if sent is not None:
                return redirect(page.url_of("preview", import_id=sent.pk))
        status = 422
    earlier = RequestImport.objects.filter(council=council).exclude(state=ImportState.DROPPED)
    context = {
        "page": page,
        "form": form,
        "examples": [
            {"url": page.url_of("import_example", format=kind), "format": kind.upper()}
            for kind in EXAMPLES
        ],
        "earlier": [
            {"import": sent, "url": page.url_of("preview", import_id=sent.pk)}
            for sent in earlier.order_by("-pk")[:5]
        ],
        "reading_days": READING_WORKING_DAYS,
        "table_url": page.url_of("table"),
        "extra_breadcrumbs": [{"title": _("Import a table"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/import_start.html", context, status=status)


def _received(
    request: HttpRequest, council: NeighbourhoodCouncil, form: UploadForm
) -> RequestImport | None:
    """The import of what was sent, or None when the form has no file."""
    if "use_example" in request.POST:
        name = f"{EXAMPLE.rpartition('/')[2]}csv"
        sheet = FollowUpFormat(name).read(_example_bytes("csv"))
    elif form.is_valid() and form.cleaned_data["pasted"].strip():
        name = _("Pasted cells")
        # What a browser sends of a selection of cells is a table separated by tabulations.
        sheet = FollowUpFormat("cells.tsv").read(form.cleaned_data["pasted"].encode())
    elif form.is_valid():
        upload = form.cleaned_data["file"]
        name = upload.name
        sheet = FollowUpFormat(name).read(upload)
    else:
        return None
    return start_import(
        actor=request.actor,
        organisation=council.space.organisation,
        council=council,
        file_name=name,
        sheet=sheet,
    )


def _example_bytes(kind: str) -> bytes:
    found = finders.find(f"{EXAMPLE}{kind}") if kind in EXAMPLES else None
    if not isinstance(found, str):
        raise Http404("There is no such example.")
    with open(found, "rb") as source:
        return source.read()


@require_safe
def example(request: HttpRequest, page: CouncilPage, format: str) -> HttpResponseBase:
    """Give the example table, as faulty as a real one."""
    content = io.BytesIO(_example_bytes(format))
    name = f"{EXAMPLE.rpartition('/')[2]}{format}"
    return FileResponse(content, as_attachment=True, filename=name, content_type=EXAMPLES[format])


def _import_of(council: NeighbourhoodCouncil, import_id: int) -> RequestImport:
    sent = get_object_or_404(
        RequestImport.objects.select_related(
            "organisation", "council__space", "council__neighbourhood"
        ),
        pk=import_id,
        council=council,
    )
    if sent.state == ImportState.DROPPED:
        raise Http404("This import was given up.")
    return sent


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preview(request: HttpRequest, page: CouncilPage, import_id: int) -> HttpResponse:
    """Show what the table would become; correct the columns, write, or give up."""
    sent = _import_of(_may_enter(request, page), import_id)
    if sent.state in WORKING_STATES:
        return _working(request, page, sent)
    if request.htmx:  # type: ignore[attr-defined]
        # The page that watched the work asks for what it became.
        return HttpResponseClientRefresh()
    if sent.state == ImportState.WRITTEN:
        return _written(request, page, sent)
    plan = plan_of(actor=request.actor, sent=sent)
    form = PreviewForm(
        request.POST if "choose" in request.POST else None,
        plan=plan,
        may_create=can_set_up_councils(request.actor, sent.organisation),
        chosen=sent.mapping["councils"],
    )
    if request.method == "POST":
        response = _acted(request, page, sent, form)
        if response is not None:
            return response
    status = 422 if request.method == "POST" else 200
    context = preview_context(request, page, sent, plan, form)
    return render(request, "neighbourhood_councils/import_preview.html", context, status=status)


def _acted(
    request: HttpRequest, page: CouncilPage, sent: RequestImport, form: PreviewForm
) -> HttpResponse | None:
    """Do what the button says; None when the page is to be shown again with its errors."""
    address = page.url_of("preview", import_id=sent.pk)
    try:
        if "give_up" in request.POST:
            drop_import(actor=request.actor, sent=sent)
            messages.success(request, _("The table was forgotten; nothing was written."))
            return redirect(page.url_of("import"))
        if "write" in request.POST:
            write_import(actor=request.actor, sent=sent, import_rows=import_rows_of(request.actor))
            return redirect(address)
        if "choose" in request.POST and form.is_valid():
            choose(
                actor=request.actor,
                sent=sent,
                columns=form.mapping(),
                councils=form.council_choices(),
            )
            messages.success(request, _("Read again with your choices."))
            return redirect(address)
    except NotAllowed:
        raise
    except Refusal as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal.message))
        else:
            messages.error(request, str(refusal.message))
            return redirect(address)
    return None


def _working(request: HttpRequest, page: CouncilPage, sent: RequestImport) -> HttpResponse:
    """Say how far the background has come; one may leave and come back."""
    address = page.url_of("preview", import_id=sent.pk)
    if request.method == "POST":
        if "give_up" in request.POST and sent.state == ImportState.READING:
            drop_import(actor=request.actor, sent=sent)
            messages.success(request, _("The table was forgotten; nothing was written."))
            return redirect(page.url_of("import"))
        return redirect(address)
    context = {
        "page": page,
        "sent": sent,
        "address": address,
        "is_reading": sent.state == ImportState.READING,
        "table_url": page.url_of("table"),
        "extra_breadcrumbs": [
            {"title": _("Import a table"), "url": page.url_of("import")},
            {"title": sent.get_state_display().capitalize(), "url": ""},
        ],
    }
    return render(request, "neighbourhood_councils/import_working.html", context)


def _written(request: HttpRequest, page: CouncilPage, sent: RequestImport) -> HttpResponse:
    report = sent.report
    context = {
        "page": page,
        "sent": sent,
        "report": report,
        **shown_errors(report["errors"]),
        "errors_url": page.url_of("import_errors", import_id=sent.pk) if report["errors"] else "",
        "held_url": page.url_of("held"),
        "table_url": page.url_of("table"),
        "import_url": page.url_of("import"),
        "reading_days": READING_WORKING_DAYS,
        "extra_breadcrumbs": [
            {"title": _("Import a table"), "url": page.url_of("import")},
            {"title": _("What was written"), "url": ""},
        ],
    }
    return render(request, "neighbourhood_councils/import_written.html", context)


@never_cache
@require_safe
@signed_in
def error_file(request: HttpRequest, page: CouncilPage, import_id: int) -> HttpResponse:
    """Give the rows with an error as a file to correct and send again."""
    sent = _import_of(_may_enter(request, page), import_id)
    again = rows_to_send_again(actor=request.actor, sent=sent)
    header = [*again["columns"], _("Row of the table"), _("What to correct")]
    rows = ([*cells, number, message] for number, message, *cells in again["rows"])
    response = HttpResponse(
        b"".join(csv_chunks(header, rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="erreurs-{sent.pk}.csv"'
    return response
