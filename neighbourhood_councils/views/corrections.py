"""A chair, or the staff, corrects the words of a published request, saying why."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.cases.logic.numbering import parse_number
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.models import BasePage
from civic.privacy.views.visits import signed_in
from civic.territory.models import Organisation, OrganisationPage

from ..forms import CorrectionForm
from ..models import CouncilPage
from ..policies import can_correct
from ..selectors.councils import council_of
from ..selectors.follow_up_tables import FollowUpTable, table_of_council, table_of_territory
from ..services.corrections import correct_request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def correct(request: HttpRequest, page: CouncilPage, number: str) -> HttpResponse:
    """Correct a request of a council, on its page."""
    return _correct(
        request,
        page,
        table_of_council(council_of(page), page.title),
        number=number,
        table_url=page.url_of("table"),
        held_url=page.url_of("held"),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def correct_in_territory(request: HttpRequest, page: OrganisationPage, number: str) -> HttpResponse:
    """Correct a request of a territory, whether a council follows it or not."""
    return _correct(
        request,
        page,
        table_of_territory(Organisation.objects.defer("boundary").get(pk=page.organisation_id)),
        number=number,
        table_url=page.url_of("follow_up"),
        held_url=reverse("held"),
    )


def _correct(
    request: HttpRequest,
    page: BasePage,
    table: FollowUpTable,
    *,
    number: str,
    table_url: str,
    held_url: str,
) -> HttpResponse:
    """Show the words of a request to correct; what is refused keeps everything that was typed."""
    rows = table.public.select_related("case", "organisation")
    found = rows.filter(case__number=parse_number(number)).first()
    if found is None:
        raise Http404("No published request of this table has this number.")
    if not can_correct(request.actor, found):
        raise NotAllowed(_("Only the chair of this council, or its staff, corrects a request."))
    sheet_url = f"{table_url}{found.case.number}/"
    initial = {"title": found.title, "text": found.text, "place": found.place}
    form = CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = correct_request(actor=request.actor, request=found, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            if fresh.is_public:
                messages.success(request, _("Corrected; the table says so."))
                return redirect(sheet_url)
            messages.warning(
                request,
                _("Corrected. The new words may name somebody: decide before it is shown again."),
            )
            return redirect(held_url)
    context = {
        "page": page,
        "form": form,
        "number": found.case.number,
        "sheet_url": sheet_url,
        "extra_breadcrumbs": [
            {"title": _("Follow-up table"), "url": table_url},
            {"title": found.case.number, "url": sheet_url},
            {"title": _("Correct this request"), "url": ""},
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "neighbourhood_councils/correct_request.html", context, status=status)
