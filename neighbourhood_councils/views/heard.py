"""What was heard in session, entered one line after the other."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.cases.models import Request
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.forms import DateInput
from civic.core.logic.dates import written_day
from civic.participation.views.acting import actor_of, status_of
from civic.privacy.views.visits import signed_in
from civic.territory.forms import WordedPlace
from civic.territory.models import Theme

from ..enums import LONGEST_REQUEST, LONGEST_REQUEST_PLACE, LONGEST_REQUEST_TITLE
from ..models import CouncilPage, NeighbourhoodCouncil
from ..policies import can_import
from ..selectors.councils import council_of, meetings_of
from ..services.heard import file_heard
from .filing_forms import LineField, PlainForm, TextField

MEETINGS_OFFERED = 6
ENTERED_SHOWN = 10


class HeardForm(WordedPlace, PlainForm):
    """One line per request: what, where; the rest stays from one to the next."""

    said_on = forms.DateField(
        label=gettext_lazy("Heard on"),
        widget=DateInput(),
        error_messages={"invalid": gettext_lazy("Write the day as 12/03/2026.")},
    )
    title = LineField(
        label=gettext_lazy("What is asked, in one line"),
        max_length=LONGEST_REQUEST_TITLE,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say what is asked in one line.")},
    )
    place = LineField(label=gettext_lazy("Where"), required=False, max_length=LONGEST_REQUEST_PLACE)
    theme = forms.ModelChoiceField(
        Theme.objects.all(),
        label=gettext_lazy("Theme"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("found from the words"),
        error_messages={"invalid_choice": gettext_lazy("Choose a theme in the list.")},
    )
    text = TextField(
        label=gettext_lazy("More, if there is more"),
        required=False,
        max_length=LONGEST_REQUEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = LineField(label=gettext_lazy("Their name"), required=False, max_length=80)
    phone = LineField(label=gettext_lazy("Their telephone"), required=False, max_length=30)
    email = forms.EmailField(label=gettext_lazy("Their e-mail"), required=False)
    postal_address = LineField(
        label=gettext_lazy("Their postal address"), required=False, max_length=250
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def heard(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """Enter one request, then the next: the day, the place and the theme stay."""
    council = council_of(page)
    actor = actor_of(request)
    if not can_import(actor, council):
        raise NotAllowed(_("Only the chair of this council, or its staff, files what was heard."))
    form, status = HeardForm(request.POST or None, initial=_initial(request, council)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                asked = file_heard(actor=actor, council=council, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.refuse(refusal)
                status = status_of(refusal)
            else:
                messages.success(request, _said(asked))
                return redirect(f"{page.url_of('heard')}?{_kept(form.cleaned_data)}")
    context: dict[str, Any] = {
        "page": page,
        "form": form,
        "meetings": [
            {
                "title": meeting.title,
                "day": timezone.localtime(meeting.starts_at).date(),
                "url": "?"
                + urlencode({"jour": timezone.localtime(meeting.starts_at).date().isoformat()}),
            }
            for meeting in meetings_of(council, timezone.now())[1][:MEETINGS_OFFERED]
        ],
        "entered": Request.objects.filter(
            space_id=council.space_id,
            channel=Channel.MEETING,
            created_at__date=timezone.localdate(),
        )
        .select_related("case__department")
        .order_by("-pk")[:ENTERED_SHOWN],
        "held_url": page.url_of("held"),
        "table_url": page.url_of("table"),
        "extra_breadcrumbs": [{"title": _("Heard in session"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/heard.html", context, status=status)


def _kept(given: dict[str, Any]) -> str:
    """What stays from one request to the next."""
    theme: Theme | None = given["theme"]
    return urlencode(
        {
            "jour": given["said_on"].isoformat(),
            "lieu": given["place"],
            "theme": theme.slug if theme else "",
        }
    )


def _initial(request: HttpRequest, council: NeighbourhoodCouncil) -> dict[str, Any]:
    past = meetings_of(council, timezone.now())[1].first()
    day = timezone.localtime(past.starts_at).date() if past else timezone.localdate()
    chosen = request.GET.get("jour", "")
    return {
        # A day that cannot be read is shown as the one of the last meeting.
        "said_on": forms.DateField(required=False).to_python(chosen) if _is_day(chosen) else day,
        "place": request.GET.get("lieu", "")[:LONGEST_REQUEST_PLACE],
        "theme": request.GET.get("theme", "")[:50],
        "submission_key": uuid.uuid4(),
    }


def _is_day(typed: str) -> bool:
    try:
        return forms.DateField(required=False).to_python(typed) is not None
    except forms.ValidationError:
        return False


def _said(asked: Request) -> str:
    promised = asked.case.promised_on
    said = _("%(number)s: answer promised for %(date)s.") % {
        "number": asked.case.number,
        "date": written_day(promised) if promised else "–",
    }
    if asked.is_public:
        return f"{said} {_('It is in the table.')}"
    return f"{said} {_('It waits to be read before it is published.')}"
