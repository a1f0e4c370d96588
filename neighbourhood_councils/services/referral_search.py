"""Keep in the site search what councils are asked, what they say and what they are answered."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation

from civic.audit.services import key_of
from civic.core.services.search import SearchDocument, index

from ..models import CouncilReply, Referral
from ..selectors.referrals import referral_urls

_EXCERPT = 300
_AT_ONCE = 500
KIND = "referral"


def index_referral(referral: Referral) -> None:
    """Make a referral searchable with what is published of it now, in the caller's transaction."""
    index(lambda: _document_of(referral))


def _document_of(referral: Referral) -> SearchDocument | None:
    url = _in_the_language_of_the_site([referral]).get(referral.pk)
    return _document(_whole().get(pk=referral.pk), url) if url else None


def referral_documents() -> Iterator[SearchDocument]:
    """Return every referral a page shows, to rebuild the site search."""
    last = 0
    while found := list(_whole().filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        urls = _in_the_language_of_the_site(found)
        for referral in found:
            if referral.pk in urls:
                yield _document(referral, urls[referral.pk])
        last = found[-1].pk


def _in_the_language_of_the_site(referrals: list[Referral]) -> dict[int, str]:
    with translation.override(settings.LANGUAGE_CODE):
        return referral_urls(referrals)


def _whole() -> "QuerySet[Referral]":
    return Referral.objects.select_related("organisation", "reply").prefetch_related("opinions")


def _document(referral: Referral, url: str) -> SearchDocument:
    reply: CouncilReply | None = getattr(referral, "reply", None)
    opinions = [one for one in referral.opinions.all() if one.published_at is not None]
    said = [timezone.localdate(one.published_at) for one in opinions]
    days = [referral.opened_on, *said]
    texts = [referral.question, referral.context, *(one.text for one in opinions)]
    if referral.deliberated_on is not None:
        texts.append(referral.deliberation)
        days.append(referral.deliberated_on)
    if reply is not None:
        texts += [reply.reason, reply.next_steps, reply.decided_by]
        days.append(timezone.localdate(reply.published_at))
    return SearchDocument(
        key=key_of(referral),
        kind=KIND,
        title=referral.title,
        url=url,
        texts=tuple(texts),
        excerpt=referral.question[:_EXCERPT],
        organisation_id=referral.organisation_id,
        happened_on=max(days),
    )
