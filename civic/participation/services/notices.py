"""What participants are told by the services of participation."""

from django.utils import formats, translation
from django.utils.translation import gettext as _

from civic.audit.services import key_of
from civic.notifications.services.notices import notify

from ..models import Contribution
from ..registry import participation_registry

RECEIVED = "contribution.received"


def tell_received(contribution: Contribution) -> None:
    """Send the receipt: the number, the promised date, where to follow it.

    Somebody who left no way to be reached has read the number on the screen, or on paper.
    """
    if not contribution.author.has_a_way_to_be_answered:
        return
    case = contribution.case
    with translation.override(contribution.author.language):
        promised = formats.date_format(case.promised_on, "DATE_FORMAT") if case.promised_on else ""
        notify(
            person=contribution.author,
            kind=RECEIVED,
            about=key_of(contribution),
            subject=_("Received: your contribution %(number)s") % {"number": case.number},
            body=_(
                "Your contribution was received under the number %(number)s. An argued answer is "
                "due by %(date)s. With this number alone, by telephone or at the desk, you are "
                "told where it stands."
            )
            % {"number": case.number, "date": promised},
            url=participation_registry.address_of(contribution) or "",
            organisation=contribution.activity.space.organisation,
            key="received",
        )
