"""The step where a person says who they are, after having said what they had to say."""

from collections.abc import Iterable

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal

from ..enums import AssuranceLevel, ContactPreference
from ..forms import IdentifyForm
from ..middleware import GUEST_NAME_SESSION_KEY, PERSON_SESSION_KEY, set_actor
from ..models import Person
from ..services.people import create_person
from ..services.sign_in import user_for_email


def identify_step(
    request: HttpRequest,
    *,
    next_url: str,
    assurance_level: int = AssuranceLevel.NONE,
    back_url: str = "",
    button: str = "",
    kept: Iterable[tuple[str, str]] = (),
    context: dict[str, object] | None = None,
) -> Person | HttpResponse:
    """Return the person who acts, or the response that asks who they are.

    `next_url` is where the act is completed once an address is confirmed; what was typed must be
    kept by the caller meanwhile (a draft), or carried by the form itself as `kept` pairs of name
    and value. A POST of this form carries `identify=1`; `button` says what it will do.
    """
    person: Person | None = request.actor.person  # type: ignore[attr-defined]
    if person is not None and person.assurance_level >= assurance_level:
        return person
    submitted = request.method == "POST" and "identify" in request.POST
    form = IdentifyForm(
        request.POST if submitted else None,
        assurance_level=assurance_level,
        initial={"public_name": person.public_name if person else ""},
    )
    if submitted and form.is_valid():
        try:
            return _identified(request, form, person, next_url, assurance_level)
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
    values = {
        "form": form,
        "back_url": back_url,
        "button": button or _("Continue"),
        "kept": list(kept),
        "needs_email": assurance_level >= AssuranceLevel.EMAIL,
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': next_url})}",
        "step": None,
        **(context or {}),
    }
    status = 422 if submitted else 200
    return render(request, "accounts/identify.html", values, status=status)


def _identified(
    request: HttpRequest,
    form: IdentifyForm,
    person: Person | None,
    next_url: str,
    assurance_level: int,
) -> Person | HttpResponse:
    data = form.cleaned_data
    if person is None:
        person = create_person(
            public_name=data["public_name"],
            college=data["college"],
            organisation=data["organisation"],
            email="" if assurance_level >= AssuranceLevel.EMAIL else data["email"],
            contact_preference=(
                ContactPreference.EMAIL if data["email"] else ContactPreference.DESK
            ),
            language=(get_language() or "fr")[:2],
        )
        request.session[PERSON_SESSION_KEY] = person.pk
        set_actor(request)
    if assurance_level < AssuranceLevel.EMAIL:
        return person
    request.session[GUEST_NAME_SESSION_KEY] = data["public_name"]
    LoginCodeVerificationProcess.initiate(
        request=request, user=user_for_email(data["email"]), email=data["email"]
    )
    address = f"{reverse('account_confirm_login_code')}?{urlencode({'next': next_url})}"
    return HttpResponseRedirect(address)
