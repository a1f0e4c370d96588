"""What carries the news of a person: what they asked, or what reaches them."""

from civic.accounts.enums import ContactPreference
from civic.accounts.logic.mobile import mobile_number
from civic.accounts.models import Person

from ..enums import Medium, NoticeState

_MEDIUM_OF = {
    ContactPreference.LETTER: Medium.LETTER,
    ContactPreference.TELEPHONE: Medium.TELEPHONE,
    ContactPreference.DESK: Medium.DESK,
    ContactPreference.SMS: Medium.SMS,
}


def medium_for(person: Person, *, to_unconfirmed: bool = False, but_sms: bool = False) -> Medium:
    """Return what carries the news of a person; `but_sms` when messages did not reach them."""
    preferred = _MEDIUM_OF.get(ContactPreference(person.contact_preference))
    if preferred == Medium.SMS and (but_sms or not mobile_number(person.phone)):
        preferred = None
    if preferred is not None:
        return preferred
    if person.email and (person.email_confirmed or to_unconfirmed):
        return Medium.EMAIL
    if person.postal_address:
        return Medium.LETTER
    return Medium.TELEPHONE if person.phone else Medium.DESK


def first_state_by(medium: Medium) -> NoticeState:
    """Tell what leaves by itself from what somebody has to hand over."""
    by_itself = medium in (Medium.EMAIL, Medium.SMS)
    return NoticeState.PENDING if by_itself else NoticeState.TO_CONTACT
