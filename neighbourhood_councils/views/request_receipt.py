"""The receipt of a request: its number, the announced date, where to follow it, on paper too."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civic.accounts.enums import ContactPreference
from civic.cases.logic.numbering import parse_number
from civic.cases.logic.proof import code_of
from civic.cases.models import Request
from civic.core.logic.codes import qr_svg
from civic.core.logic.dates import written_day
from civic.participation.views.acting import actor_of
from civic.territory.models import Organisation

from ..models import RequestIndexPage
from ..selectors.councils import organisation_above
from ..selectors.sheets import sheet_urls
from .filing_steps import draft_in


def tracking_path(number: str) -> str:
    """Return the address where a number is looked up, without an account."""
    return f"{reverse('track')}?{urlencode({'q': number})}"


def _own_path(number: str) -> str:
    """Return the same address with the code that says it is the person who asked."""
    return f"{reverse('track')}?{urlencode({'q': number, 'code': code_of(number)})}"


def _mine(request: HttpRequest, organisation: Organisation | None, number: str) -> Request | None:
    """Return the request of whoever looks: its person, or the browser that has just sent it."""
    wanted = parse_number(number)
    if wanted is None or organisation is None:
        return None
    found = (
        Request.objects.select_related(
            "case__organisation", "case__department", "organisation", "person", "request_type"
        )
        .filter(case__number=wanted)
        .first()
    )
    if found is None:
        return None
    person = actor_of(request).person
    if person is not None and found.person_id == person.pk:
        return found
    draft = draft_in(request, organisation)
    return found if draft is not None and draft.data.get("sent") == wanted else None


@never_cache
@require_safe
def receipt(request: HttpRequest, page: RequestIndexPage, number: str) -> HttpResponse:
    """Show the receipt to whoever asked; lead anybody else to where a number is looked up."""
    organisation = organisation_above(page)
    found = _mine(request, organisation, number)
    if found is None:
        return HttpResponseRedirect(tracking_path(number[:20]))
    case = found.case
    context = {
        "page": page,
        "request_": found,
        "case": case,
        "intro": _visibility(found),
        "facts": _facts(found),
        "steps": _steps(found),
        "tracking_path": _own_path(case.number),
        "tracking_url": f"{settings.BASE_URL}{_own_path(case.number)}",
        "secret": code_of(case.number),
        "code_url": page.url_of("receipt_code", number=case.number),
        "sheet_url": sheet_urls([found]).get(found.pk, "") if found.is_public else "",
        "phone": found.organisation.contact_phone,
        "draft_key": f"request-{organisation.pk}" if organisation else "",
        "file_url": page.url_of("file"),
        "has_account": found.person is not None and found.person.user_id is not None,
        "extra_breadcrumbs": [{"title": _("Receipt"), "url": request.path}],
    }
    return render(request, "neighbourhood_councils/request_receipt.html", context)


@never_cache
@require_safe
def code(request: HttpRequest, page: RequestIndexPage, number: str) -> HttpResponse:
    """Draw the address where the number is looked up, for whoever asked."""
    found = _mine(request, organisation_above(page), number)
    if found is None:
        return HttpResponseRedirect(tracking_path(number[:20]))
    address = f"{settings.BASE_URL}{_own_path(found.case.number)}"
    return HttpResponse(qr_svg(address), content_type="image/svg+xml")


def _visibility(found: Request) -> str:
    if found.is_public:
        return _("Your request is published: everybody can read it and follow it.")
    return _(
        "Your request seems to name somebody or to give a way to reach them. A person reads it "
        "before it appears, to protect them. It is already with whoever answers, and its delay "
        "runs."
    )


def _facts(found: Request) -> list[dict[str, str]]:
    case = found.case
    holder = case.department.name if case.department else case.organisation.label
    if case.department and case.organisation_id != found.organisation_id:
        holder = f"{holder} ({case.organisation.label})"
    facts: list[tuple[str, Any]] = [
        (_("Request"), found.title),
        (_("What it is about"), found.request_type.name if found.request_type else ""),
        (_("Where"), found.place),
        (
            _("Everybody reads"),
            found.public_place if found.place and found.public_place != found.place else "",
        ),
        (_("Received on"), written_day(case.received_on)),
        (_("Who answers"), holder),
        (
            _("Answer promised for"),
            written_day(case.promised_on) if case.promised_on else "",
        ),
        (_("You are told"), _told(found)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _told(found: Request) -> str:
    person = found.person
    if person is None:
        return ""
    match person.contact_preference:
        case ContactPreference.TELEPHONE if person.phone:
            return _("by telephone")
        case ContactPreference.LETTER if person.postal_address:
            return _("by letter")
        case ContactPreference.EMAIL if person.email and person.email_confirmed:
            return _("by e-mail")
        case _:
            return _("with this number, whenever you wish")


def _steps(found: Request) -> list[str]:
    steps = []
    if found.is_public:
        steps.append(_("The department reads it; its page says at each step who must act."))
    else:
        steps.append(_("A person reads it, then publishes it without what names somebody."))
    steps.append(_("The answer says what is done, why, and what happens when."))
    person = found.person
    if person is not None and person.has_a_way_to_be_answered:
        steps.append(_("You are told of the answer the way you chose."))
    else:
        steps.append(
            _("You left no address: come back with this number, call, or come to the desk.")
        )
    return steps
