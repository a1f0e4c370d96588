"""The training catalogue of the councils of a branch, and who followed each date."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.views.visits import signed_in, visitor
from civic.territory.models import Organisation

from ..forms import TrainingAttendanceForm
from ..models import CouncilIndexPage, TrainingDate
from ..policies import can_count_training
from ..selectors.councils import organisation_above
from ..selectors.training import Catalogue, catalogue_of, members_of
from ..services.training import record_training_attendance

TRAININGS_PER_PAGE, DATES_SHOWN = 20, 4


@require_safe
def catalogue(request: HttpRequest, page: CouncilIndexPage) -> HttpResponse:
    """List what members of the councils may learn, when, and how many did."""
    organisation = organisation_above(page)
    if organisation is None:
        raise Http404
    moment = timezone.now()
    found = catalogue_of(organisation, moment)
    actor = visitor(request)
    counts = actor is not None and can_count_training(actor, organisation)
    rows_page = Paginator(found.lines, TRAININGS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows_page": rows_page,
        "lines": [
            {
                "training": line.training,
                "coming": line.coming[:DATES_SHOWN],
                "followed": line.followed,
                "past_urls": [
                    (date, page.url_of("training_attendance", date_id=date.pk))
                    for date in line.past
                    if counts
                ],
            }
            for line in rows_page
        ],
        "sentence": _sentence(found),
        "phone": organisation.contact_phone,
        "hours": organisation.desk_hours,
        "email": organisation.contact_email,
        "extra_breadcrumbs": [{"title": _("Trainings"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/trainings.html", context)


def _sentence(found: Catalogue) -> str:
    if not found.members or not found.lines:
        return ""
    return ngettext(
        "%(trained)s of %(members)s member of the councils has followed a training.",
        "%(trained)s of the %(members)s members of the councils have followed a training.",
        found.members,
    ) % {"trained": found.trained, "members": found.members}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def attendance(request: HttpRequest, page: CouncilIndexPage, date_id: int) -> HttpResponse:
    """Write down which members came to a date of a training."""
    organisation = organisation_above(page)
    if organisation is None:
        raise Http404
    date = _date(organisation, date_id)
    if not can_count_training(request.actor, organisation):  # type: ignore[attr-defined]
        raise NotAllowed(_("Only the staff of this organisation write down who came."))
    members = members_of(organisation, timezone.localdate())
    form = TrainingAttendanceForm(
        request.POST or None,
        members=members,
        initial={"people": list(date.attendance.values_list("person_id", flat=True))},
    )
    status = 200
    if request.method == "POST":
        status = 422
        # A form without any box ticked is empty: nobody came.
        form = TrainingAttendanceForm(request.POST, members=members)
        if form.is_valid():
            try:
                record_training_attendance(
                    actor=request.actor,  # type: ignore[attr-defined]
                    date=date,
                    people=form.cleaned_data["people"],
                )
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.add_error(
                    refusal.field if refusal.field in form.fields else None, str(refusal.message)
                )
            else:
                messages.success(request, _("Who came is written down."))
                return redirect(page.url_of("trainings"))
    context = {
        "page": page,
        "date": date,
        "form": form,
        "back_url": page.url_of("trainings"),
        "extra_breadcrumbs": [
            {"title": _("Trainings"), "url": page.url_of("trainings")},
            {"title": date.training.title, "url": ""},
        ],
    }
    return render(
        request, "neighbourhood_councils/training_attendance.html", context, status=status
    )


def _date(organisation: Organisation, date_id: int) -> TrainingDate:
    query = TrainingDate.objects.select_related("training__organisation")
    return get_object_or_404(query, pk=date_id, training__organisation=organisation)
