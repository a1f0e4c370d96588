"""How requests reach who answers them, in the administration."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civic.accounts.policies import Actor
from civic.cases.policies import ANSWERERS
from civic.cases.selectors import misaddressed, routing_figures
from civic.territory.policies import can_change_vocabulary

from ..policies import organisations_where


@never_cache
@require_safe
def routing_quality(request: HttpRequest) -> HttpResponse:
    """Show the misaddressed rate per type, channel and body, and what to mend."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    keeps = can_change_vocabulary(actor)
    if not (keeps or actor.has_role_anywhere(*ANSWERERS)):
        raise PermissionDenied(_("This is for those who answer requests."))
    theirs = (
        None if keeps else list(organisations_where(actor, ANSWERERS).values_list("pk", flat=True))
    )
    tables = [
        (_("Per type"), misaddressed("type", theirs), "type"),
        (_("Per channel"), misaddressed("channel", theirs), "channel"),
        (_("Per body that was asked"), misaddressed("body", theirs), "body"),
    ]
    context = {"figures": routing_figures(theirs), "tables": tables, "keeps": keeps}
    return render(request, "home/admin/routing_quality.html", context)
