"""What the desk knows of one person: what they asked, how to answer them, who helps them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.accounts.models import Person
from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.models import Organisation

from ..forms import ContactForm, MandateForm, PromiseForm
from ..models import Mandate
from ..registry import desk_registry
from ..selectors.calls import guarantors_of
from ..selectors.file import file_of
from ..selectors.people import known_at
from ..selectors.targets import spaces_titles
from ..services.calls import promise_call
from ..services.people import change_contact, end_mandate, give_mandate
from .place import actor_of, at_desk, status_of

ACTS = ("contact", "mandat", "rappel")


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, organisation: Organisation, person_id: int) -> HttpResponse:
    """Show the file of a person; change how they are answered, give a mandate, promise a call."""
    found = get_object_or_404(
        known_at(organisation).select_related("organisation", "neighbourhood"), pk=person_id
    )
    forms = _forms(organisation, found)
    status = 200
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act in ACTS:
        form = forms[act] = _bound(request, act, organisation)
        if form.is_valid():
            try:
                said = _done(request, act, organisation, found, form)
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.refuse(refusal)
                status = status_of(refusal)
            else:
                messages.success(request, said)
                return redirect("desk_person", place=organisation.slug, person_id=found.pk)
        else:
            status = 422
    context = {
        "desk": organisation,
        "known": found,
        "file": file_of(organisation, found),
        "forms": forms,
        "opened": act,
        "acts": [
            {
                "label": one.label,
                "url": f"{reverse('desk_enter', args=[organisation.slug, one.key])}"
                f"?personne={found.pk}",
            }
            for one in desk_registry.acts.values()
        ],
    }
    return render(request, "desk/person.html", context, status=status)


def _forms(organisation: Organisation, found: Person) -> dict[str, Any]:
    contact = {
        "contact_preference": found.contact_preference,
        "postal_address": found.postal_address,
        "phone": found.phone,
    }
    return {
        "contact": ContactForm(initial=contact, prefix="contact"),
        "mandat": MandateForm(spaces=spaces_titles(organisation), prefix="mandat"),
        "rappel": PromiseForm(guarantors=guarantors_of(organisation), prefix="rappel"),
    }


def _bound(request: HttpRequest, act: str, organisation: Organisation) -> Any:
    match act:
        case "contact":
            return ContactForm(request.POST, prefix=act)
        case "mandat":
            return MandateForm(request.POST, spaces=spaces_titles(organisation), prefix=act)
        case _:
            return PromiseForm(request.POST, guarantors=guarantors_of(organisation), prefix=act)


def _done(
    request: HttpRequest, act: str, organisation: Organisation, found: Person, form: Any
) -> str:
    """Call the service of an act and say what was done."""
    given = form.cleaned_data
    actor = actor_of(request)
    match act:
        case "contact":
            change_contact(actor=actor, organisation=organisation, person=found, **given)
            return _("Saved.")
        case "mandat":
            give_mandate(
                actor=actor,
                organisation=organisation,
                person=found,
                helper_name=given["helper_name"],
                helper_body=given["helper_body"],
                scope=given["scope"],
                space_id=int(given["space_id"]) if given["space_id"] else None,
                ends_on=given["ends_on"],
            )
            return _("%(helper)s may help until the day written.") % {
                "helper": given["helper_name"]
            }
        case _:
            promise = promise_call(actor=actor, organisation=organisation, person=found, **given)
            return _("%(guarantor)s calls, this person does not call again.") % {
                "guarantor": promise.guarantor
            }


@at_desk
@require_POST
def stop_mandate(request: HttpRequest, organisation: Organisation, mandate_id: int) -> HttpResponse:
    """End a mandate early."""
    mandate = get_object_or_404(Mandate, pk=mandate_id, organisation=organisation)
    end_mandate(actor=actor_of(request), mandate=mandate)
    messages.success(request, _("This mandate is over; what was done with it stays traced."))
    return redirect("desk_person", place=organisation.slug, person_id=mandate.person_id)
