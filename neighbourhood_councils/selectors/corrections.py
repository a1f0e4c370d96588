"""What was corrected in published requests, in words; never what was taken out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from civic.cases.models import Request
from civic.privacy.enums import FindingType

from ..models import RequestCorrection


def corrected_on(requests: Iterable[Request]) -> dict[int, date]:
    """Return the day of the last correction of each request that had one, in one query."""
    keys = [request.pk for request in requests]
    rows = RequestCorrection.objects.filter(request__in=keys, published_on__isnull=False)
    return dict(
        rows.order_by()
        .values("request_id")
        .annotate(last=Max("published_on"))
        .values_list("request_id", "last")
    )


def corrections_of(request: Request) -> list[dict[str, Any]]:
    """Return the corrections of a request, oldest first: when, what, why."""
    rows = RequestCorrection.objects.filter(request=request, published_on__isnull=False)
    return [
        {"when": one.published_on, "what": _what(one), "why": one.reason or _why(one)}
        for one in rows
    ]


def _what(correction: RequestCorrection) -> str:
    labels = [
        str(getattr(Request._meta.get_field(name), "verbose_name", name))
        for name in correction.fields
    ]
    return _("Corrected: %(what)s") % {"what": ", ".join(labels)}


def _why(correction: RequestCorrection) -> str:
    kinds = [str(FindingType(kind).label) for kind in correction.types]
    if not kinds:
        return ""
    return _("So that nobody is known by it: %(kinds)s.") % {"kinds": ", ".join(kinds)}
