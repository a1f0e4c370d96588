"""Where the perimeter of a council runs: a map, its streets, « is my address in it? »."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ..models import CouncilPage
from ..selectors.councils import council_of
from ..selectors.perimeter import FoundStreet, perimeter_of, streets_found

ASKED = "adresse"
LONGEST = 200


@require_safe
def perimeter(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """Show a perimeter on a map and as a list of streets, and say which council an address is in.

    What is typed is an address: it is in the question alone, kept nowhere.
    """
    council = council_of(page)
    found = perimeter_of(council)
    typed = " ".join(request.GET.get(ASKED, "").split())[:LONGEST]
    context = {
        "page": page,
        "council": council,
        "features": found.features,
        "neighbours": found.neighbours,
        "streets": found.streets,
        "sentence": _sentence(found.streets),
        "typed": typed,
        "answer": _answer(typed, *streets_found(found, typed)) if typed else None,
        "phone": council.contact_phone or council.space.organisation.contact_phone,
        "hours": council.space.organisation.desk_hours,
        "extra_breadcrumbs": [{"title": _("Perimeter"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/perimeter.html", context)


def _sentence(streets: list[str]) -> str:
    if not streets:
        return _("The streets of this council are not listed yet.")
    return ngettext(
        "This council sits for %(n)s street.", "This council sits for %(n)s streets.", len(streets)
    ) % {"n": len(streets)}


def _answer(typed: str, found: list[FoundStreet], sure: bool) -> dict[str, Any]:
    """Say whether an address is in this council, in another, in several, or unknown."""
    if not found:
        return {
            "tone": "warning",
            "text": _(
                "« %(typed)s » is in no list of streets of this commune. Check how it is written, "
                "without the number; or it lies in another commune. Call us: we find it with you."
            )
            % {"typed": typed},
            "streets": [],
        }
    if len(found) > 1 or not sure:
        return {
            "tone": "info",
            "text": _("Several streets may be meant: which is yours?")
            if len(found) > 1
            else _("Is this your street?"),
            "streets": [_line(one) for one in found],
        }
    one = found[0]
    if one.is_here:
        return {
            "tone": "success",
            "text": _("Yes: %(street)s is in this council.") % {"street": one.street},
            "streets": [],
        }
    if one.council:
        return {
            "tone": "info",
            "text": _("No: %(street)s is in another council.") % {"street": one.street},
            "streets": [_line(one)],
        }
    return {
        "tone": "info",
        "text": _("No: %(street)s is in the neighbourhood %(place)s, which has no council yet.")
        % {"street": one.street, "place": one.neighbourhood},
        "streets": [],
    }


def _line(one: FoundStreet) -> dict[str, Any]:
    return {
        "street": one.street,
        "council": one.council or one.neighbourhood,
        "url": "" if one.is_here else one.url,
        "is_here": one.is_here,
    }
