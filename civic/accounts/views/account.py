"""What a person sees of themselves: contributions, profile, data."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.core.exceptions import Refusal

from ..forms import ClaimForm, EraseForm, ProfileForm
from ..middleware import PERSON_SESSION_KEY
from ..models import Person
from ..registry import AccountSection, person_registry
from ..services.claims import claim
from ..services.people import person_of_account, update_profile

LINES_PER_PAGE = 20


def _needs_person(request: HttpRequest) -> HttpResponse | None:
    if request.actor.person is not None:  # type: ignore[attr-defined]
        return None
    if request.user.is_authenticated:
        # Signed in and nobody yet: the sign-in would send them back here for ever.
        return render(request, "accounts/start.html", {"next": request.path})
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show what became of everything a person said (« my contributions »)."""
    if response := _needs_person(request):
        return response
    person: Person = request.actor.person  # type: ignore[attr-defined]
    sections = [_section(request, person, section) for section in person_registry.sections]
    return render(
        request,
        "accounts/account.html",
        {"sections": sections, "is_guest": person.user_id is None},
    )


def _section(request: HttpRequest, person: Person, section: AccountSection) -> dict[str, Any]:
    found = Paginator(section.found(person), LINES_PER_PAGE)
    page = found.get_page(request.GET.get(section.name))
    return {
        "name": section.name,
        "label": section.label,
        "items": section.lines(list(page.object_list)),
        "page": page,
    }


@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Make the person of an account that has none, when its owner asks for it."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('account')})}")
    person_of_account(actor=request.actor)  # type: ignore[attr-defined]
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("account")
    return redirect(target)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Change one's public name, commune, way of being answered."""
    if response := _needs_person(request):
        return response
    person: Person = request.actor.person  # type: ignore[attr-defined]
    form = ProfileForm(request.POST or None, instance=Person.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        try:
            update_profile(actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            messages.success(request, _("Saved."))
            return redirect("profile")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim_code(request: HttpRequest) -> HttpResponse:
    """Claim what was said on paper with the code of its receipt."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    if response := _needs_person(request):
        return response
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim(actor=request.actor, code=form.cleaned_data["code"])  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            messages.success(request, _("What you said on paper is now with the rest."))
            return redirect("account")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/claim.html", {"form": form}, status=status)


@never_cache
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Explain what is kept, offer the copy and the erasure."""
    if response := _needs_person(request):
        return response
    return render(request, "accounts/own_data.html", {"form": EraseForm()})


@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Give a person everything the site holds about them, as JSON."""
    if response := _needs_person(request):
        return response
    person: Person = request.actor.person  # type: ignore[attr-defined]
    data = person_registry.export(person)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="civic.json"'
    return response


@never_cache
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the person who asks; what was said stays where it was answered, unnamed."""
    if response := _needs_person(request):
        return response
    form = EraseForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/own_data.html", {"form": form}, status=422)
    person_registry.erase(request.actor, request.actor.person)  # type: ignore[attr-defined]
    request.session.pop(PERSON_SESSION_KEY, None)
    logout(request)
    return HttpResponseRedirect(reverse("erased"))


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Confirm the erasure."""
    return render(request, "accounts/erased.html")
