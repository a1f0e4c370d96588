"""One person writes one paragraph at a time: hold it, go on, let it go, take it over."""

from datetime import timedelta

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import Refusal
from civic.core.services.events import append_event

from ..enums import CLAIM_MINUTES
from ..models import Paragraph, ParagraphClaim
from .notices import tell_taken_over
from .writing import check_not_adopted, locked_paragraph, writer_of

LASTS = timedelta(minutes=CLAIM_MINUTES)


class Claimed(Refusal):
    """Somebody else holds the paragraph: `claim` says who and until when."""

    def __init__(self, claim: ParagraphClaim) -> None:
        until = formats.time_format(timezone.localtime(claim.expires_at), "TIME_FORMAT")
        super().__init__(
            _("%(name)s is writing this paragraph, until %(time)s unless they go on.")
            % {"name": claim.person.public_name, "time": until},
            code="claimed",
        )
        self.claim = claim


def claim_paragraph(
    *, actor: Actor, paragraph: Paragraph, take_over: bool = False
) -> ParagraphClaim:
    """Hold a paragraph for a quarter of an hour; holding it again goes on from now.

    Raises `Claimed` while somebody else writes, unless it is taken over: then they are told.
    """
    person = writer_of(actor, paragraph.text)
    with transaction.atomic():
        fresh = locked_paragraph(paragraph)
        check_not_adopted(fresh.text)
        if fresh.removed_at is not None:
            raise Refusal(
                _("This paragraph was removed meanwhile; its history can be read."), code="removed"
            )
        now = timezone.now()
        claim = ParagraphClaim.objects.select_related("person").filter(paragraph=fresh).first()
        taken_from = None
        if claim is not None and claim.person_id != person.pk and claim.is_held_at(now):
            if not take_over:
                raise Claimed(claim)
            taken_from = claim.person
        if claim is None:
            claim = ParagraphClaim(paragraph=fresh)
        if claim.pk is None or claim.person_id != person.pk:
            claim.person, claim.claimed_at = person, now
        claim.expires_at = now + LASTS
        claim.save()
        if taken_from is not None:
            record(
                actor=actor,
                action="text.claim_taken_over",
                target=fresh,
                organisation_id=fresh.text.organisation_id,
                before=taken_from.pk,
                after=person.pk,
            )
            tell_taken_over(fresh, taken_from=taken_from, by=person)
        append_event(
            stream=f"text:{fresh.text_id}",
            kind="text.claimed",
            payload={"paragraph": str(fresh.key)},
        )
    return claim


def release_claim(*, actor: Actor, paragraph: Paragraph) -> None:
    """Let a paragraph go without changing it; what another holds stays theirs."""
    person = writer_of(actor, paragraph.text)
    ParagraphClaim.objects.filter(paragraph=paragraph, person=person).delete()
