"""The method of a consultation: who wrote it, who signed it, what was done of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from civic.accounts.enums import College
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.views.acting import actor_of
from civic.texts.models import TextVersion
from civic.texts.selectors.addresses import text_url
from civic.texts.selectors.reading import shares_of_runs
from civic.texts.views.reading import attribution_sentence

from ..enums import Kept
from ..models import ConsultationPage, MethodNote
from ..policies import can_see, can_sign_method
from ..selectors.method import (
    lines_of,
    method_of,
    promise_lines,
    signature_counts,
    signed_by_college,
    versions_of,
)
from ..services.method import sign_method

SHAPES = {Kept.KEPT: "kept", Kept.PARTLY: "adapted", Kept.NOT_KEPT: "not_retained"}


def _note_of(request: HttpRequest, page: ConsultationPage) -> MethodNote:
    """Return the published framing note of a page, or 404."""
    note = method_of(page.consultation)
    if note is None or not note.text.version or not can_see(actor_of(request), note.consultation):
        raise Http404
    return note


@require_safe
def method(request: HttpRequest, page: ConsultationPage) -> HttpResponse:
    """Show the framing note: who wrote it by college, its versions, promise and what was done."""
    note = _note_of(request, page)
    versions = versions_of(note)
    latest = versions[0]
    actor = actor_of(request)
    signed = signed_by_college(latest)
    mine = can_sign_method(actor, note) if actor.person is not None else False
    rows = lines_of(note)
    lines = promise_lines(note, rows)
    here = page.url_of("method")
    context = {
        "page": page,
        "consultation": note.consultation,
        "text": note.text,
        "text_url": text_url(note.text),
        "attribution_url": reverse("text_attribution", kwargs={"slug": note.text.slug}),
        "latest": latest,
        "sentence": attribution_sentence(shares_of_runs(row.revision.runs for row in rows)),
        "group": note.text.activity.space,
        "signed": signed,
        "unsigned": [one.label for one in signed if not one.names],
        "may_sign": mine and note.consultation.space.archived_at is None,
        "has_signed": mine and note.signatures.filter(version=latest, person=actor.person).exists(),
        "sign_url": page.url_of("method_sign"),
        "versions": _versions(note, versions),
        "lines": [
            {"line": line, "shape": SHAPES[Kept(line.kept)] if line.kept else ""} for line in lines
        ],
        "answered": sum(bool(line.kept) for line in lines),
        "extra_breadcrumbs": [{"title": _("The method"), "url": here}],
    }
    return render(request, "consultations/method.html", context)


def _versions(note: MethodNote, versions: list[TextVersion]) -> list[dict[str, Any]]:
    """Return each version with where it is read, and what it changed since the one before."""
    here = text_url(note.text)
    compare = reverse("text_compare", kwargs={"slug": note.text.slug})
    return [
        {
            "version": version,
            "url": f"{here}?version={version.number}",
            "compare": f"{compare}?de={version.number - 1}&a={version.number}"
            if version.number > 1
            else "",
        }
        for version in versions
    ]


@require_POST
def sign(request: HttpRequest, page: ConsultationPage) -> HttpResponse:
    """Sign the version one has read, in the college one sits for."""
    note = _note_of(request, page)
    here = page.url_of("method")
    asked = request.POST.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    try:
        sign_method(actor=actor_of(request), note=note, number=number)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal.message)) from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(here)
    messages.success(request, _("Your signature is there, with your college."))
    return HttpResponseRedirect(f"{here}#signatures")


def method_summary(page: ConsultationPage, note: MethodNote | None) -> dict[str, Any] | None:
    """Return what the page of a consultation says of its method, in two queries; None without."""
    lines = lines_of(note) if note is not None and note.text.version else []
    if not lines:
        return None
    version = lines[0].version
    counts = signature_counts(version.pk)
    said = [
        _("%(label)s: %(count)s") % {"label": College(college).label.capitalize(), "count": count}
        for college, count in sorted(counts.items(), key=lambda entry: -entry[1])
    ]
    return {
        "url": page.url_of("method"),
        "version": version,
        "sentence": attribution_sentence(shares_of_runs(line.revision.runs for line in lines)),
        "signed": said,
    }
