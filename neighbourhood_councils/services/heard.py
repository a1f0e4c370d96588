"""A chair files what was heard in session: the person behind stays private and is answered."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import College, ContactPreference
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.accounts.services.people import create_person
from civic.cases.models import Request
from civic.cases.selectors import clear_type
from civic.cases.services.requests import file_request
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.logic.texts import clean_line, clean_text
from civic.participation.services.hops import tell_request_received
from civic.territory.models import Theme
from civic.territory.selectors import check_place

from ..enums import LONGEST_REQUEST, LONGEST_REQUEST_TITLE, SHORTEST_REQUEST
from ..models import NeighbourhoodCouncil
from ..policies import can_import
from ..selectors.placing import destination_of
from .online_requests import sent_with


def file_heard(
    *,
    actor: Actor,
    council: NeighbourhoodCouncil,
    title: str,
    text: str = "",
    place: str = "",
    said_on: date,
    submission_key: UUID,
    theme: Theme | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    postal_address: str = "",
    place_confirmed: bool = False,
) -> Request:
    """File one request heard by a council; sent again, it is the same request.

    Whoever it comes from is known to the staff alone and is answered by telephone, letter or
    e-mail; without them the council itself asks. Without a theme, the words decide. A place that
    names another town is `place_confirmed` or refused. Raises NotAllowed, or Refusal with its
    field.
    """
    if not can_import(actor, council):
        raise NotAllowed(_("Only the chair of this council, or its staff, files what was heard."))
    title, text = clean_line(title), clean_text(text)
    if len(title) < SHORTEST_REQUEST or len(title) > LONGEST_REQUEST_TITLE:
        raise Refusal(
            _("Say what is asked in one line, from %(min)d to %(max)d characters.")
            % {"min": SHORTEST_REQUEST, "max": LONGEST_REQUEST_TITLE},
            code="title",
            field="title",
        )
    if len(text) > LONGEST_REQUEST:
        raise Refusal(
            _("This text is too long (%(length)d characters): %(max)d at most.")
            % {"length": len(text), "max": LONGEST_REQUEST},
            code="text_too_long",
            field="text",
        )
    if said_on > timezone.localdate():
        raise Refusal(_("This day is still to come."), code="future", field="said_on")
    earlier = sent_with(submission_key)
    if earlier is not None:
        return earlier
    check_place(place, is_confirmed=place_confirmed)
    kind = clear_type(f"{title} {text}")
    to = destination_of(
        organisation=council.space.organisation,
        neighbourhood=council.neighbourhood,
        request_type=kind,
    )
    try:
        with transaction.atomic():
            person = _person(name, phone, email, postal_address, council)
            request = file_request(
                actor=actor,
                organisation=council.space.organisation,
                holder=to.holder,
                department=to.department,
                title=title,
                text=text or title,
                person=person,
                channel=Channel.MEETING,
                college=person.college if person else College.COUNCIL,
                neighbourhood=council.neighbourhood,
                space_id=council.space_id,
                request_type=kind,
                theme=theme,
                place=clean_line(place),
                said_on=said_on,
                submission_key=submission_key,
            )
            tell_request_received(request)
    except IntegrityError:
        earlier = sent_with(submission_key)
        if earlier is None:
            raise
        return earlier
    return request


def _person(
    name: str, phone: str, email: str, postal_address: str, council: NeighbourhoodCouncil
) -> Person | None:
    given = [value.strip() for value in (name, phone, email, postal_address)]
    if not any(given):
        return None
    if phone.strip():
        way = ContactPreference.TELEPHONE
    elif postal_address.strip():
        way = ContactPreference.LETTER
    else:
        way = ContactPreference.EMAIL if email.strip() else ContactPreference.DESK
    return create_person(
        public_name=_("Resident"),
        legal_name=clean_line(name),
        phone=clean_line(phone),
        email=email,
        postal_address=clean_line(postal_address),
        contact_preference=way,
        organisation=council.space.organisation,
        neighbourhood=council.neighbourhood,
    )
