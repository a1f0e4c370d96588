"""The first screen of an installation nobody has opened yet."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import Refusal
from civic.core.views.pages import serve_page
from consultations.views.calling import spend_address, status_of

from ..forms import FirstRunForm
from ..selectors.opening import is_opened
from ..services.opening import open_with_code


def front(request: HttpRequest) -> HttpResponse:
    """Serve the home page; an installation nobody has opened leads to its first screen."""
    return serve_page(request) if is_opened() else redirect("first_run")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Ask who this site belongs to, open it, then send its administrator the sign-in code.

    Once the site is open this address is the way to the home page in the reader's language.
    """
    if is_opened():
        response = redirect("home")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
    form = FirstRunForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            spend_address(request, "setup")
            opened = open_with_code(**form.cleaned_data)
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.message))
            status = status_of(refusal)
        else:
            user = opened.administrator
            LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)  # type: ignore[union-attr]
            following = urlencode({"next": reverse("wagtailadmin_home")})
            return HttpResponseRedirect(f"{reverse('account_confirm_login_code')}?{following}")
    context = {"form": form, "mail_is_kept": hasattr(settings, "EMAIL_FILE_PATH")}
    return render(request, "home/first_run.html", context, status=status)
