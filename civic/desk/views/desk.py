"""The desk of an organisation: who is there, what to enter, whom to call."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civic.territory.models import Organisation

from ..logic.codes import parse_code
from ..models import Entry
from ..policies import desks_of
from ..registry import desk_registry
from ..selectors.calls import calls_due, first_calls
from ..selectors.contact import calls_to_make, letters_to_write
from ..selectors.people import AT_MOST, find_people
from .place import actor_of, at_desk, signed_out

LATEST = 8
CALLS = 8


@never_cache
@require_safe
def desks(request: HttpRequest) -> HttpResponse:
    """Lead an agent to their desk, or let them choose when they keep several."""
    if not request.user.is_authenticated:
        return signed_out(request)
    found = desks_of(actor_of(request))
    if not found:
        raise PermissionDenied(_("This desk is kept by the agents of its organisation."))
    if len(found) == 1:
        return redirect("desk", place=found[0].slug)
    return render(request, "desk/desks.html", {"desks": found})


@at_desk
def desk(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the calls due, find a person or a sheet, begin an entry, see the latest ones."""
    asked = request.GET.get("q", "").strip()[:80]
    code = parse_code(asked) if asked else None
    if code is not None and code.serial:
        return redirect("desk_sheet", place=organisation.slug, code=str(code))
    latest = (
        Entry.objects.filter(organisation=organisation)
        .select_related("person", "entered_by", "sheet")
        .order_by("-pk")[:LATEST]
    )
    due = calls_due(actor_of(request)).filter(organisation=organisation)
    calls, calls_count = first_calls(due, CALLS)
    people = find_people(organisation, asked) if asked else []
    context = {
        "desk": organisation,
        "q": asked,
        "people": people,
        "maybe_more": len(people) == AT_MOST,
        "acts": [
            {"key": act.key, "label": act.label, "url": _address(organisation, act.key)}
            for act in desk_registry.acts.values()
        ],
        "labels": {key: act.label for key, act in desk_registry.acts.items()},
        "latest": [
            {"entry": entry, "label": desk_registry.acts[entry.act].label}
            for entry in latest
            if entry.act in desk_registry.acts
        ],
        "calls": calls,
        "calls_count": calls_count,
        "letters": letters_to_write(organisation).count(),
        "to_call": calls_to_make(organisation).count(),
        "several": len(desks_of(actor_of(request))) > 1,
    }
    return render(request, "desk/desk.html", context)


def _address(organisation: Organisation, act: str) -> str:
    return reverse("desk_enter", args=[organisation.slug, act])
