"""Sheets anybody may print, and how the paper way keeps its word."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.core.logic.codes import qr_svg
from civic.privacy.views.visits import visitor
from civic.territory.models import Organisation, OrganisationPage

from ..enums import SheetKind
from ..logic.codes import SheetCode, parse_code
from ..policies import can_work_at
from ..registry import desk_registry
from ..selectors.calls import kept_calls
from ..selectors.contact import handed_over
from ..selectors.printing import printed_sheet
from ..selectors.targets import (
    SheetTarget,
    address_of,
    opening_sentence,
    printable,
    target_of,
)


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """List what one may print, call for or come for, and how often calls and letters were made."""
    with_a_branch = OrganisationPage.objects.live().values("organisation_id")
    organisations = list(
        Organisation.objects.filter(pk__in=with_a_branch)
        .defer("boundary")
        .order_by("-kind", "name")
    )
    branch = next((one for one in organisations if one.slug == request.GET.get("chez")), None)
    root = next((one for one in organisations if one.intercommunality_id is None), None)
    shown = branch or root
    targets = printable([shown]) if shown else []
    groups = [
        {
            "title": title,
            "targets": [target for target in targets if target.kind == kind],
        }
        for kind, title in (
            (SheetKind.PROPOSAL, _("To propose something")),
            (SheetKind.REQUEST, _("To ask a council")),
            (SheetKind.REGISTRATION, _("To come to a session")),
        )
    ]
    context = {
        "groups": [group for group in groups if group["targets"]],
        "shown": shown,
        "organisations": organisations,
        "calls": kept_calls(shown.pk).sentence if shown else "",
        "told": handed_over(shown.pk) if shown else None,
    }
    return render(request, "desk/paper.html", context)


@require_safe
def sheet(request: HttpRequest, target: str) -> HttpResponse:
    """Show the sheet of something, ready to print; a numbered one leads its agent to the desk."""
    found = _target(target)
    code = parse_code(request.GET.get("feuille", ""))
    if code is not None and (code.kind, code.target) != (found.kind, found.pk):
        code = None
    context = {
        "target": found,
        "sheets": [printed_sheet(found, SheetCode(found.kind, found.pk, 0))],
        "closed": opening_sentence(found),
        "online_url": address_of(found),
        "enter_url": _entry_address(request, found, code),
        "code": code,
    }
    return render(request, "desk/sheet.html", context)


def _entry_address(request: HttpRequest, target: SheetTarget, code: SheetCode | None) -> str:
    actor = visitor(request)
    if actor is None or not can_work_at(actor, target.organisation):
        return ""
    act = next(act for act in desk_registry.acts.values() if act.sheet == target.kind)
    address = reverse("desk_enter", args=[target.organisation.slug, act.key])
    return f"{address}?cible={target.pk}" + (f"&feuille={code}" if code else "")


@require_safe
def qr_code(request: HttpRequest, target: str, code: str) -> HttpResponse:
    """Draw the address of a sheet, as an image of our own host."""
    found = _target(target)
    parsed = parse_code(code)
    if parsed is None or (parsed.kind, parsed.target) != (found.kind, found.pk):
        raise Http404(_("No sheet of ours has this code."))
    address = settings.BASE_URL + reverse("paper_sheet", args=[found.key])
    drawn = qr_svg(f"{address}?feuille={parsed}")
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _target(key: str) -> SheetTarget:
    found = target_of(key)
    if found is None:
        raise Http404(_("There is no such sheet: it may be over."))
    return found
