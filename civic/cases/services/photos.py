"""The photos of a request: drawn again when they come, looked at before they are published."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.privacy.models import HoldReason
from civic.privacy.policies import can_decide_about
from civic.privacy.services.screening import findings_in, release, screen

from ..enums import PhotoKind
from ..logic.pictures import Drawn, NotAPhoto, Rectangle, burn, draw_again
from ..models import Request, RequestDraft, RequestPhoto
from ..models.photo import LONGEST_ALT
from ..policies import can_answer, can_move
from .stored import file_of, forget_with_files

PHOTOS_AT_MOST = 5
RECTANGLES_AT_MOST = 40


def add_draft_photo(*, draft: RequestDraft, upload: Any, alt_text: str = "") -> RequestPhoto:
    """Keep a photo of a request that is being written; whoever holds the draft's key may.

    Raises Refusal: a file that is not a photo, too heavy, too large, animated, damaged; too many.
    """
    drawn = _drawn(upload)
    with transaction.atomic():
        fresh = locked(RequestDraft.objects.filter(pk=draft.pk)).get()
        count = fresh.photos.count()
        _check_count(count)
        return _kept(drawn, draft=fresh, alt_text=alt_text[:LONGEST_ALT].strip(), position=count)


def describe_draft_photo(*, draft: RequestDraft, key: str, alt_text: str) -> None:
    """Say what a photo of a draft shows."""
    RequestPhoto.objects.filter(draft=draft, key=key).update(
        alt_text=alt_text[:LONGEST_ALT].strip()
    )


def remove_draft_photo(*, draft: RequestDraft, key: str) -> None:
    """Take a photo back while the request is being written."""
    with transaction.atomic():
        forget_with_files(RequestPhoto.objects.filter(draft=draft, key=key))


def attach_photos(*, draft: RequestDraft, request: Request) -> int:
    """Give the photos of a draft to the request it became; inside the caller's transaction.

    Each waits until a person has looked at it: a plate or a face is not found by reading.
    """
    photos = list(RequestPhoto.objects.filter(draft=draft).order_by("position", "pk"))
    for photo in photos:
        photo.draft, photo.request = None, request
        photo.save(update_fields=["draft", "request"])
        screen(instance=photo, organisation_id=request.organisation_id, hold=HoldReason.BEFORE)
    return len(photos)


def add_photo(
    *,
    actor: Actor,
    request: Request,
    upload: Any,
    kind: str = PhotoKind.AFTER,
    alt_text: str = "",
    is_restricted: bool = False,
) -> RequestPhoto:
    """Add a photo of what was done, or of the letter somebody wrote (restricted), by the staff.

    It waits to be looked at like any other.
    """
    if not (can_answer(actor, request.case) or can_move(actor, request.case)):
        raise NotAllowed(_("Only the staff of this request adds a photo to it."))
    drawn = _drawn(upload)
    with transaction.atomic():
        fresh = locked(Request.objects.filter(pk=request.pk)).get()
        count = fresh.photos.filter(kind=kind).count()
        _check_count(count)
        photo = _kept(
            drawn,
            request=fresh,
            kind=kind,
            alt_text=alt_text[:LONGEST_ALT].strip(),
            position=count,
            is_restricted=is_restricted,
        )
        screen(instance=photo, organisation_id=fresh.organisation_id, hold=HoldReason.BEFORE)
        record(
            actor=actor,
            action="photo.added",
            target=photo,
            organisation_id=fresh.organisation_id,
            request=fresh.pk,
        )
    return photo


def redact_photo(
    *, actor: Actor, photo: RequestPhoto, rectangles: Sequence[Rectangle]
) -> RequestPhoto:
    """Burn rectangles into a held photo; the file that showed what they hide is destroyed."""
    _check_may_look(actor, photo)
    if not rectangles or len(rectangles) > RECTANGLES_AT_MOST:
        raise Refusal(_("Draw at least one rectangle."), code="no_rectangle", field="x")
    with transaction.atomic():
        fresh = locked(RequestPhoto.objects.filter(pk=photo.pk)).get()
        if fresh.is_public:
            raise Refusal(_("This photo is published: take it back first."), code="published")
        storage, old = fresh.file.storage, str(fresh.file.name)
        with fresh.file.open("rb") as file:
            drawn = burn(file, rectangles)
        fresh.file.save("photo.webp", ContentFile(drawn.content), save=False)
        fresh.redactions = [
            *fresh.redactions,
            *([each.x, each.y, each.width, each.height] for each in rectangles),
        ]
        fresh.save(update_fields=["file", "redactions"])
        record(
            actor=actor,
            action="photo.redacted",
            target=fresh,
            organisation_id=fresh.organisation_id,
            rectangles=len(rectangles),
        )
        transaction.on_commit(lambda: storage.delete(old))
    return fresh


def publish_photo(*, actor: Actor, photo: RequestPhoto, alt_text: str) -> RequestPhoto:
    """Let a photo be shown with its request, once somebody has looked at it and described it."""
    _check_may_look(actor, photo)
    alt_text = alt_text.strip()
    if not alt_text or len(alt_text) > LONGEST_ALT:
        raise Refusal(
            _("Say in a few words what the photo shows, for those who do not see it."),
            code="alt_missing",
            field="alt_text",
        )
    if found := findings_in(alt_text, organisation_id=photo.organisation_id):
        raise Refusal(
            _("This would publish « %(words)s ». Say it without naming anybody.")
            % {"words": " », « ".join(span.text for span in found)},
            code="finding",
            field="alt_text",
        )
    with transaction.atomic():
        fresh = locked(RequestPhoto.objects.filter(pk=photo.pk)).get()
        if fresh.is_restricted or fresh.request_id is None:
            raise Refusal(_("This photo is for the staff alone."), code="restricted")
        fresh.alt_text = alt_text
        fresh.looked_at, fresh.looked_at_by = timezone.now(), actor.user
        fresh.save(update_fields=["alt_text", "looked_at", "looked_at_by"])
        screen(instance=fresh, organisation_id=fresh.organisation_id, hold=HoldReason.BEFORE)
        release(actor=actor, instances=[fresh])
        fresh.refresh_from_db()
    return fresh


def remove_photo(*, actor: Actor, photo: RequestPhoto) -> None:
    """Destroy a photo that is not to be kept, with its file."""
    _check_may_look(actor, photo)
    with transaction.atomic():
        fresh = locked(RequestPhoto.objects.filter(pk=photo.pk)).get()
        record(
            actor=actor,
            action="photo.removed",
            target=fresh,
            organisation_id=fresh.organisation_id,
        )
        forget_with_files(RequestPhoto.objects.filter(pk=fresh.pk))


def _check_may_look(actor: Actor, photo: RequestPhoto) -> None:
    if not can_decide_about(actor, photo, photo.organisation_id):
        raise NotAllowed(_("Only those who read before publication look at this photo."))


def _check_count(count: int) -> None:
    if count >= PHOTOS_AT_MOST:
        raise Refusal(
            _("%(max)d photos at most: remove one to add another.") % {"max": PHOTOS_AT_MOST},
            code="too_many_photos",
            field="photos",
        )


def _kept(drawn: Drawn, **values: Any) -> RequestPhoto:
    photo = RequestPhoto(width=drawn.width, height=drawn.height, **values)
    with file_of(photo, "photo.webp", drawn.content):
        photo.save(force_insert=True)
    return photo


def _drawn(upload: Any) -> Drawn:
    if upload.size > settings.MAX_UPLOAD_BYTES:
        raise Refusal(
            _("This photo is too heavy: %(max)s MB at most.")
            % {"max": settings.MAX_UPLOAD_BYTES // 1_000_000},
            code="too_heavy",
            field="photos",
        )
    try:
        return draw_again(upload)
    except NotAPhoto as refused:
        raise Refusal(_why(refused.code), code=refused.code, field="photos") from refused


def _why(code: str) -> str:
    match code:
        case "too_many_pixels":
            return _("This picture is too large to be opened safely: send a photo, not a scan.")
        case "animated":
            return _("This picture moves: send a still one.")
        case "broken":
            return _("This photo is damaged and cannot be opened: take it or send it again.")
        case _:
            return _("This file is not a photo: JPEG, PNG or WebP.")
