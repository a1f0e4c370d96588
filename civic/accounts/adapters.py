"""How allauth behaves here: codes by e-mail, and a person for each user."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from .middleware import GUEST_NAME_SESSION_KEY, PERSON_SESSION_KEY
from .models import Person, User
from .services.people import person_of_user


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: whoever confirms a code has an account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        # Only this site: hosts allowed for serving are not all allowed as destinations.
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing twice: the pages themselves tell what happened."""

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Join what this browser wrote as a guest to the person of the user."""
        guest_id = request.session.pop(PERSON_SESSION_KEY, None)
        name = request.session.pop(GUEST_NAME_SESSION_KEY, "")
        guest = Person.objects.filter(pk=guest_id, user=None, erased_at=None).first()
        person_of_user(user=user, guest=guest, public_name=name)
        return super().post_login(request, user, **kwargs)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")
