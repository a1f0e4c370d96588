"""How one wants to be told; whom an organisation must write to or call."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from civic.core.exceptions import Refusal

from .forms import PreferencesForm
from .models import Preference
from .selectors import CONTACTERS, to_contact
from .services.follows import mark_delivered, set_preference

PAGE_SIZE = 50


@never_cache
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose how soon to be told of each kind of thing."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.person is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    chosen = dict(Preference.objects.filter(person=actor.person).values_list("kind", "level"))
    form = PreferencesForm(request.POST or None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        for kind, level in form.levels():
            set_preference(actor=actor, kind=kind, level=level)
        messages.success(request, _("Saved."))
        return redirect("notice_preferences")
    status = 422 if form.is_bound else 200
    return render(request, "notifications/preferences.html", {"form": form}, status=status)


@never_cache
@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """List the people without e-mail whom somebody must write to or call."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.has_role_anywhere(*CONTACTERS):
        raise PermissionDenied(_("This list is for the staff who write and call."))
    notices = Paginator(to_contact(actor), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notifications/contact_list.html", {"notices": notices})


@never_cache
@require_POST
def mark(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Tick off somebody who has been told."""
    actor = request.actor  # type: ignore[attr-defined]
    notice = get_object_or_404(to_contact(actor), pk=notice_id)
    try:
        mark_delivered(actor=actor, notice=notice)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("contact_list")
