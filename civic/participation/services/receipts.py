"""Receipts of what was said before an address was confirmed: they leave once it is."""

from datetime import timedelta

from django.utils import timezone

from civic.accounts.models import Person
from civic.audit.services import key_of
from civic.cases.models import Request
from civic.core.enums import Channel
from civic.notifications.models import Notice

from ..models import Contribution
from .hops import REQUEST_RECEIVED, tell_request_received
from .notices import RECEIVED, tell_received

# Older than that, it was said by another way and its receipt was read on the screen.
_STILL_OF_USE = timedelta(days=30)
_MOST = 20


def send_missing_receipts(person: Person) -> int:
    """Send the receipt of each thing a person said online that no notice tells yet.

    Called inside the transaction that confirms their address; the mails leave after it. Returns
    how many receipts were written.
    """
    since = timezone.now() - _STILL_OF_USE
    requests = (
        Request.objects.filter(person=person, channel=Channel.ONLINE, created_at__gte=since)
        .select_related("case", "organisation", "person")
        .order_by("pk")[:_MOST]
    )
    contributions = (
        Contribution.objects.filter(author=person, channel=Channel.ONLINE, said_at__gte=since)
        .select_related("case", "activity__space__organisation", "author")
        .order_by("pk")[:_MOST]
    )
    told = set(
        Notice.objects.filter(
            kind__in=[REQUEST_RECEIVED, RECEIVED],
            about__in=[key_of(row) for row in (*requests, *contributions)],
        ).values_list("about", flat=True)
    )
    missing = 0
    for request in requests:
        if key_of(request) not in told:
            tell_request_received(request)
            missing += 1
    for contribution in contributions:
        if key_of(contribution) not in told:
            tell_received(contribution)
            missing += 1
    return missing
