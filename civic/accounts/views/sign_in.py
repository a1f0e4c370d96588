"""Sign in with a code received by e-mail; sign out."""

from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView

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
