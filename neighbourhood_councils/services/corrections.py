"""Correct a request after it was published, and keep what was corrected, when and why."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import key_of, record
from civic.cases.models import Request
from civic.cases.services.places import set_request_place
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.privacy.enums import FindingDecision
from civic.privacy.models import Finding
from civic.privacy.services.screening import findings_in, screen

from ..models import RequestCorrection
from ..policies import can_correct
from .publication import request_released

CORRECTED = ("title", "text", "place")
TAKEN_OUT = (FindingDecision.MASKED, FindingDecision.REWRITTEN)


def correct_request(
    *, actor: Actor, request: Request, title: str, text: str, place: str, reason: str
) -> Request:
    """Correct the words of a published request, saying why in public.

    The guard looks at the new words: when they may name somebody, the request leaves the table
    until somebody has decided. Raises NotAllowed, or Refusal with a field: no title, no reason, a
    reason that names somebody, nothing changed, a request that is not published.
    """
    if not can_correct(actor, request):
        raise NotAllowed(_("Only the chair of this council, or its staff, corrects a request."))
    values = {"title": title.strip(), "text": text.strip(), "place": place.strip()}
    reason = " ".join(reason.split())
    if not values["title"]:
        raise Refusal(_("Write a title."), code="title_missing", field="title")
    if not reason:
        raise Refusal(_("Say why, in one sentence: it is public."), code="reason", field="reason")
    if findings_in(reason, organisation_id=request.organisation_id):
        raise Refusal(_("The reason is public: name nobody in it."), code="finding", field="reason")
    with transaction.atomic():
        fresh = locked(Request.objects.filter(pk=request.pk)).get()
        if not fresh.is_public:
            raise Refusal(_("This request is not published: read it first."), code="held")
        changed = [name for name in CORRECTED if getattr(fresh, name) != values[name]]
        if not changed:
            raise Refusal(_("Nothing was changed."), code="unchanged", field="text")
        for name in changed:
            setattr(fresh, name, values[name])
        fresh.save(update_fields=[*changed, *set_request_place(fresh)])
        correction = RequestCorrection.objects.create(
            request=fresh, fields=changed, reason=reason, corrected_by=actor.user
        )
        screen(instance=fresh, organisation_id=fresh.organisation_id)
        if fresh.is_public:
            correction.published_on = timezone.localdate()
            correction.save(update_fields=["published_on"])
            request_released(fresh)
        record(
            actor=actor,
            action="request.corrected",
            target=fresh,
            organisation_id=fresh.organisation_id,
            fields=changed,
        )
    return fresh


def begin_correction(request: Request) -> None:
    """Note that a public request was taken back: what changes now is a correction."""
    RequestCorrection.objects.get_or_create(request=request, published_on=None)


def end_correction(request: Request) -> None:
    """Say what was corrected in a request that is published again; nothing where nothing was."""
    correction = RequestCorrection.objects.filter(request=request, published_on=None).first()
    if correction is None:
        return
    taken_out = Finding.objects.filter(
        target=key_of(request), decision__in=TAKEN_OUT, decided_at__gte=correction.began_at
    ).values_list("field", "type")
    found = list(taken_out.order_by("pk"))
    correction.fields = list(dict.fromkeys([*correction.fields, *(field for field, _t in found)]))
    correction.types = list(dict.fromkeys(kind for _field, kind in found))
    if not correction.fields:
        correction.delete()
        return
    correction.published_on = timezone.localdate()
    correction.save(update_fields=["fields", "types", "published_on"])
