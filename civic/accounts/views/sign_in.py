"""Sign in with a code received by e-mail; sign out."""

from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ..forms import SignInForm


class SignInView(RequestLoginCodeView):
    """Ask for an address; the answer is the same whether it is known or not."""

    template_name = "account/request_login_code.html"

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm


class ConfirmCodeView(ConfirmLoginCodeView):
    """Ask for the code."""

    template_name = "account/confirm_login_code.html"


class SignOutView(LogoutView):
    """Sign out, by POST alone."""

    template_name = "account/logout.html"


sign_in = SignInView.as_view()
confirm_code = ConfirmCodeView.as_view()
sign_out = SignOutView.as_view()


@never_cache
def administration_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the one sign-in; whoever is signed in already has no business there."""
    if request.user.is_authenticated:
        # The administration sends here whoever it turns away: the sign-in would send them back.
        raise PermissionDenied(_("The administration is for the staff who keep this site."))
    query = request.GET.urlencode()
    return redirect(f"{reverse('account_login')}?{query}" if query else "account_login")
