"""Give each request its actor, read only when somebody asks for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .models import Person
from .policies import Actor

PERSON_SESSION_KEY = "civic_person"
GUEST_NAME_SESSION_KEY = "civic_guest_name"


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor of a request: its user, or the person this browser wrote as."""
    if request.user.is_authenticated:
        return Actor(user=request.user, person=getattr(request.user, "person", None))
    person_id = request.session.get(PERSON_SESSION_KEY)
    person = None
    if person_id is not None:
        # A person who has a user signs in; an unclaimed one is known to the browser alone.
        person = Person.objects.filter(pk=person_id, user=None, erased_at=None).first()
    return Actor(person=person)


def set_actor(request: HttpRequest) -> None:
    """Read the actor again at its next use, for instance after somebody identified."""
    request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]


def actor_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.actor`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        set_actor(request)
        return get_response(request)

    return middleware
