"""People in the administration: found among those one knows, given a code, verified."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.models import Organisation

from ..admin_forms import CollegeForm, PlaceForm, SearchForm
from ..enums import VERIFIED_COLLEGES, Role
from ..models import Person
from ..policies import Actor, holds_somewhere, organisations_where
from ..selectors import current_roles, is_known, people_found, people_known
from ..services.claims import VALID_FOR, issue_claim_code
from ..services.colleges import verify_college, withdraw_college

GIVERS = (Role.DESK, Role.FACILITATOR)
VERIFIERS = (Role.COMMUNICATIONS,)
READERS = (*GIVERS, *VERIFIERS, Role.DATA_PROTECTION)


def may_read(actor: Actor) -> bool:
    """Tell whether an actor may look people up anywhere."""
    return holds_somewhere(*READERS)(actor)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not may_read(actor):
        raise PermissionDenied
    return actor


def _person(request: HttpRequest, pk: int) -> Person:
    """Return somebody the actor's organisations know; anybody else is refused, not hidden."""
    actor = _actor(request)
    person = get_object_or_404(Person.objects.select_related("college_body", "user"), pk=pk)
    if person.erased_at is not None or not (
        actor.is_administrator or people_known(actor, READERS).filter(pk=pk).exists()
    ):
        raise PermissionDenied
    return person


def _places(actor: Actor, person: Person, roles: tuple[str, ...]) -> "QuerySet[Organisation]":
    """Return the organisations where an actor may act for somebody: those that know them."""
    organisations = organisations_where(actor, roles).order_by("kind", "name")
    if actor.is_administrator:
        return organisations
    known = [one.pk for one in organisations if is_known(actor, person, one)]
    return organisations.filter(pk__in=known)


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Look somebody up; nobody is listed before something is typed."""
    actor = _actor(request)
    typed = request.GET.get("q", "").strip()[:120]
    context = {
        "form": SearchForm(initial={"q": typed}),
        "typed": typed,
        "found": people_found(actor, READERS, typed),
    }
    return render(request, "accounts/admin_people.html", context)


@never_cache
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: how to reach them, in which capacity, which roles."""
    return _shown(request, _person(request, pk))


def _shown(
    request: HttpRequest, found: Person, refused: Form | None = None, status: int = 200
) -> HttpResponse:
    actor = _actor(request)
    givers, verifiers = _places(actor, found, GIVERS), _places(actor, found, VERIFIERS)
    initial = {
        "college": found.college if found.college in VERIFIED_COLLEGES else "",
        "label": found.college_label,
        "until": found.college_until,
    }
    mine = organisations_where(actor, VERIFIERS).values_list("pk", flat=True)
    may_give = found.user_id is None and givers.exists()
    may_verify = verifiers.exists()
    is_verified = found.college in VERIFIED_COLLEGES
    context = {
        "person": found,
        "code_form": PlaceForm(organisations=givers) if may_give else None,
        "college_form": (refused or CollegeForm(organisations=verifiers, initial=initial))
        if may_verify
        else None,
        "withdraw_form": PlaceForm(organisations=verifiers) if may_verify and is_verified else None,
        "is_verified": is_verified,
        "roles": current_roles(found, mine),
        "sees_roles": bool(mine),
    }
    return render(request, "accounts/admin_person.html", context, status=status)


@never_cache
@require_POST
def claim_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a claim code and show it once, on a page to print."""
    actor, found = _actor(request), _person(request, pk)
    form = PlaceForm(request.POST, organisations=_places(actor, found, GIVERS))
    if not form.is_valid():
        raise PermissionDenied
    try:
        code = issue_claim_code(
            actor=actor, person=found, organisation=form.cleaned_data["organisation"]
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("people:person", found.pk)
    context = {
        "person": found,
        "code": code,
        "body": form.cleaned_data["organisation"],
        "valid_until": timezone.localdate() + VALID_FOR,
        "site_address": f"{settings.BASE_URL.partition('://')[2]}{reverse('account')}",
    }
    return render(request, "accounts/claim_receipt.html", context)


@never_cache
@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify in which capacity somebody speaks."""
    actor, found = _actor(request), _person(request, pk)
    places = _places(actor, found, VERIFIERS)
    if not places.exists():
        raise PermissionDenied
    form = CollegeForm(request.POST, organisations=places)
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            verify_college(actor=actor, person=found, at=given.pop("organisation"), **given)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            messages.success(request, _("Verified: what they say from now on shows it."))
            return redirect("people:person", found.pk)
    return _shown(request, found, form, status=422)


@never_cache
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make somebody a resident again."""
    actor, found = _actor(request), _person(request, pk)
    form = PlaceForm(request.POST, organisations=_places(actor, found, VERIFIERS))
    if not form.is_valid():
        raise PermissionDenied
    try:
        withdraw_college(actor=actor, person=found, at=form.cleaned_data["organisation"])
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("They take part as a resident again."))
    return redirect("people:person", found.pk)
