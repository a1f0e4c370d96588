"""A resident asks something of a public body, with or without an account."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.cases.models import Request, RequestDraft, RequestType
from civic.cases.services.photos import attach_photos
from civic.cases.services.requests import file_request
from civic.core.enums import Channel
from civic.core.exceptions import Refusal
from civic.participation.logic.texts import clean_line, clean_text
from civic.participation.services.hops import tell_request_received
from civic.participation.services.limits import spend
from civic.territory.models import Neighbourhood, Organisation
from civic.territory.selectors import check_place

from ..enums import LONGEST_REQUEST, LONGEST_REQUEST_TITLE, SHORTEST_REQUEST
from ..selectors.placing import destination_of

REQUESTS_AN_HOUR = 20


def submit_request(
    *,
    actor: Actor,
    person: Person,
    organisation: Organisation,
    neighbourhood: Neighbourhood | None = None,
    request_type: RequestType | None = None,
    title: str,
    text: str,
    place: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    place_confirmed: bool = False,
    submission_key: UUID,
    draft: RequestDraft | None = None,
) -> Request:
    """File what somebody asks online, with whoever answers it; sent again, it is the same request.

    The photos of its `draft` become those of the request.
    Anybody may ask. Raises Refusal for a text that is missing or too long, for a point or words
    outside the communes of the site (`place_confirmed` accepts the words), TooMany.
    """
    title, text = clean_line(title), clean_text(text)
    _check_words(title, text)
    earlier = sent_with(submission_key)
    if earlier is not None:
        return earlier
    check_place(place, latitude=latitude, longitude=longitude, is_confirmed=place_confirmed)
    spend(act="request", who=f"person:{person.pk}", at_most=REQUESTS_AN_HOUR, seconds=3600)
    to = destination_of(
        organisation=organisation, neighbourhood=neighbourhood, request_type=request_type
    )
    try:
        with transaction.atomic():
            request = file_request(
                actor=actor,
                organisation=organisation,
                holder=to.holder,
                department=to.department,
                title=title,
                text=text,
                person=person,
                channel=Channel.ONLINE,
                college=person.college,
                neighbourhood=neighbourhood,
                space_id=to.council.space_id if to.council else None,
                request_type=request_type,
                place=clean_line(place),
                latitude=latitude,
                longitude=longitude,
                submission_key=submission_key,
            )
            if draft is not None:
                attach_photos(draft=draft, request=request)
            tell_request_received(request)
    except IntegrityError:
        # The second of two clicks that arrived together: the first one wrote it.
        earlier = sent_with(submission_key)
        if earlier is None:
            raise
        return earlier
    return request


def sent_with(submission_key: UUID | str | None) -> Request | None:
    """Return the request a form's key gave, once sent."""
    if not submission_key:
        return None
    found = Request.objects.select_related("case", "person", "organisation")
    return found.filter(submission_key=submission_key).first()


def _check_words(title: str, text: str) -> None:
    if len(text) < SHORTEST_REQUEST:
        raise Refusal(
            _("Say what happens in a sentence or two."), code="text_missing", field="text"
        )
    if len(text) > LONGEST_REQUEST:
        raise Refusal(
            _("This text is too long (%(length)d characters): %(max)d at most.")
            % {"length": len(text), "max": LONGEST_REQUEST},
            code="text_too_long",
            field="text",
        )
    if not title or len(title) > LONGEST_REQUEST_TITLE:
        raise Refusal(
            _("Sum it up in one line, %(max)d characters at most.")
            % {"max": LONGEST_REQUEST_TITLE},
            code="title",
            field="title",
        )
