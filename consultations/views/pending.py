"""What somebody did before saying who they are, kept until they have."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from civic.accounts.models import Person
from civic.accounts.views.identify import identify_step
from civic.participation.models import Activity

from .calling import actor_of

_SESSION_KEY = "civic_pending"


def given(request: HttpRequest, names: Iterable[str]) -> dict[str, str] | None:
    """Return what was sent, or what was kept for this address before identifying; None if nothing.

    A kept act was sent by a POST of the same session: completing it on the way back from the
    e-mailed code is the second half of that POST.
    """
    if request.method == "POST":
        return {name: request.POST.get(name, "") for name in names}
    kept = request.session.get(_SESSION_KEY)
    if kept and kept["path"] == request.path:
        return {name: kept["data"].get(name, "") for name in names}
    return None


def person_for(
    request: HttpRequest,
    activity: Activity,
    data: dict[str, str],
    *,
    back_url: str,
    button: str,
) -> Person | HttpResponse:
    """Return the person who acts, sure enough for the activity, or the step that asks who they are.

    What was sent is kept twice meanwhile: in the session, for the way through the e-mailed code,
    and in the form of the step, for a session that expires.
    """
    person = actor_of(request).person
    if person is None or person.assurance_level < activity.assurance_level:
        request.session[_SESSION_KEY] = {"path": request.path, "data": data}
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(request.path)
        answer = identify_step(
            request,
            next_url=request.path,
            assurance_level=activity.assurance_level,
            back_url=back_url,
            button=button,
            kept=[(name, value) for name, value in data.items() if value],
        )
        if isinstance(answer, HttpResponse):
            return answer
        person = answer
    if _SESSION_KEY in request.session:
        del request.session[_SESSION_KEY]
    return person
