"""The dates of every space: workshops, meetings of councils, public meetings."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..selectors.directory import directory
from ..selectors.live import sessions

DATES_SHOWN = 60


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """List the next dates, of one organisation (`territory`) or of all; `past` lists the last."""
    language = get_language() or "fr"
    past = "past" in request.GET
    branches = {
        branch.face.slug: branch
        for branch in directory().branches
        if branch.home.language in {settings.LANGUAGE_CODE, language}
    }
    chosen = branches.get(request.GET.get("territory", ""))
    options = [{"value": "", "label": _("Everywhere"), "selected": chosen is None}]
    options += [
        {"value": slug, "label": branch.face.label, "selected": branch is chosen}
        for slug, branch in sorted(branches.items(), key=lambda pair: pair[1].face.label)
    ]
    context = {
        "lines": sessions(chosen, DATES_SHOWN, past=past),
        "past": past,
        "chosen": chosen,
        "selects": [{"name": "territory", "label": _("Where"), "options": options}],
        "breadcrumbs": [{"title": _("Home"), "url": reverse("home")}, {"title": _("Agenda")}],
    }
    return render(request, "home/agenda.html", context)
