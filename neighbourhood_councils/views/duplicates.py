"""Mark a request as a duplicate of an earlier one, take it back, or say that it is none."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civic.cases.logic.numbering import parse_number
from civic.cases.models import Request
from civic.cases.policies import can_move
from civic.cases.services.duplicates import mark_duplicate, say_distinct, undo_duplicate
from civic.cases.views.opening import check_staff
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.views.acting import actor_of, status_of
from civic.privacy.views.visits import signed_in

from ..selectors.duplicates import original_of
from ..selectors.nearby import already_asked
from ..selectors.sheets import sheet_urls
from ..selectors.suspected import suspected_pairs, suspicions

PAIRS_PER_PAGE = 20


class OriginalForm(forms.Form):
    """The number of the earlier request."""

    number = forms.CharField(
        label=gettext_lazy("Number of the first request"),
        help_text=gettext_lazy("Eight digits, for instance 4821-9307."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> Request:
        """Return the request that has this number."""
        typed = self.cleaned_data["number"]
        found = (
            Request.objects.filter(case__number=parse_number(typed) or "")
            .select_related("case")
            .first()
        )
        if found is None:
            raise forms.ValidationError(
                _("No request has the number « %(typed)s »."), params={"typed": typed}
            )
        return found


@never_cache
@require_safe
@signed_in
def duplicates(request: HttpRequest) -> HttpResponse:
    """List the open requests that seem to repeat an earlier one, the latest first."""
    check_staff(request)
    pairs = suspected_pairs(actor_of(request))
    page = Paginator(pairs, PAIRS_PER_PAGE).get_page(request.GET.get("page"))
    found = suspicions(list(page))
    urls = sheet_urls([row for each in found for row in (each.request, each.earlier)])
    context = {
        "pairs_page": page,
        "pairs": [
            {
                "request": each.request,
                "url": urls.get(each.request.pk, ""),
                "earlier": each.earlier,
                "earlier_url": urls.get(each.earlier.pk, ""),
            }
            for each in found
        ],
    }
    return render(request, "neighbourhood_councils/duplicate_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def duplicate(request: HttpRequest, number: str) -> HttpResponse:
    """Show what the request may repeat, and link it in one action."""
    found = (
        Request.objects.select_related("case__organisation", "organisation", "request_type")
        .filter(case__number=parse_number(number) or "")
        .first()
    )
    if found is None:
        raise Http404("No request has this number.")
    actor = actor_of(request)
    if not can_move(actor, found.case):
        raise NotAllowed(_("Only the body that holds this request may mark it as a duplicate."))
    back = (
        reverse("duplicates")
        if "from_list" in request.POST
        else reverse("duplicate", args=[found.case.number])
    )
    form, status = OriginalForm(), 200
    if request.method == "POST":
        form = OriginalForm(request.POST)
        try:
            if "undo" in request.POST:
                undo_duplicate(actor=actor, duplicate=found)
                messages.success(request, _("The link is taken back: it is answered for itself."))
                return redirect(back)
            if form.is_valid() and "distinct" in request.POST:
                say_distinct(actor=actor, request=found, other=form.cleaned_data["number"])
                messages.success(
                    request, _("Two different requests: each gets an answer of its own.")
                )
                return redirect(back)
            if form.is_valid():
                mark_duplicate(actor=actor, duplicate=found, original=form.cleaned_data["number"])
                messages.success(
                    request, _("Linked both ways: whoever asked follows the first request.")
                )
                return redirect(back)
            status = 422
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error("number" if form.is_bound else None, str(refusal.message))
            status = status_of(refusal)
    context: dict[str, Any] = {
        "request_": found,
        "form": form,
        "original": original_of(found),
        "rows": [each.request for each in _like(found)],
        "sheet_url": sheet_urls([found]).get(found.pk, "") if found.is_public else "",
    }
    return render(request, "neighbourhood_councils/duplicate.html", context, status=status)


def _like(found: Request) -> list[Any]:
    near = already_asked(
        organisation=found.organisation,
        request_type=found.request_type,
        latitude=found.latitude,
        longitude=found.longitude,
        street=found.place,
        text=f"{found.title} {found.text}",
    )
    return [each for each in near if each.request.pk != found.pk]
