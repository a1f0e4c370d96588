"""The picture of a sheet: drawn again, kept out of public reach, each look in the journal.

A scanned PDF is kept as it came, because nothing here draws it: it is only ever handed over as a
file, never shown.
"""

import re
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal

from ..models import Sheet, SheetImage
from ..policies import can_work_at

FOLDER = "sheets"
FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2_400
MOST_PIXELS = 60_000_000
PAGES_AT_MOST = 6
PDF = ".pdf"
# What makes a PDF act when it is opened. A scanner writes none of it.
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|OpenAction|AA|EmbeddedFile|RichMedia|XFA)\b")


def folder() -> Path:
    """Return where pictures lie: beside the database, never below the public media."""
    place = Path(settings.VAR_DIR) / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def add_image(*, actor: Actor, sheet: Sheet, upload: Any) -> SheetImage:
    """Keep the picture of a sheet, drawn again as a JPEG: nothing hidden in the file stays.

    A scanned PDF is kept as it came. Raises Refusal for a file that is neither a picture (JPEG,
    PNG, WebP) nor a PDF, is too heavy or too large, or for a PDF that acts when it is opened.
    """
    if not can_work_at(actor, sheet.organisation):
        raise NotAllowed(_("This sheet belongs to another desk."))
    if upload.size > settings.MAX_UPLOAD_BYTES:
        raise Refusal(
            _("This file is too heavy: %(max)s MB at most.")
            % {"max": settings.MAX_UPLOAD_BYTES // 1_000_000},
            code="too_heavy",
            field="image",
        )
    path, width, height = _stored(upload)
    try:
        with transaction.atomic():
            if sheet.images.count() >= PAGES_AT_MOST:
                raise Refusal(_("This sheet has enough pictures."), code="too_many", field="image")
            kept = SheetImage.objects.create(
                sheet=sheet,
                name=path.name,
                width=width,
                height=height,
                added_by=actor.user,
            )
            record(
                actor=actor,
                action="sheet.image_added",
                target=sheet,
                organisation_id=sheet.organisation_id,
                image=kept.pk,
                as_it_came=is_original(kept),
            )
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return kept


def is_original(image: SheetImage) -> bool:
    """Tell whether a picture is kept as it came: a PDF, handed over and never shown."""
    return image.name.endswith(PDF)


def _stored(upload: Any) -> tuple[Path, int, int]:
    """Write what was sent beside the database; return its path and size in pixels (0 for a PDF)."""
    start = upload.read(5)
    upload.seek(0)
    token = secrets.token_hex(16)
    if start == b"%PDF-":
        data = upload.read()
        _check_only_scanned(data)
        path = folder() / f"{token}{PDF}"
        path.touch(mode=0o600)
        path.write_bytes(data)
        return path, 0, 0
    picture = _drawn_again(upload)
    path = folder() / f"{token}.jpg"
    picture.save(path, "JPEG", quality=82)
    path.chmod(0o600)
    return path, picture.width, picture.height


def _check_only_scanned(data: bytes) -> None:
    if b"%%EOF" not in data[-2_048:]:
        raise Refusal(
            _("This PDF is cut short: scan the sheet again."), code="not_a_picture", field="image"
        )
    if b"/Encrypt" in data:
        raise Refusal(
            _("This PDF is protected by a password: scan the sheet without one."),
            code="not_a_picture",
            field="image",
        )
    if _ACTIVE.search(data):
        raise Refusal(
            _("This PDF does something when it is opened: send a scan, or a photograph."),
            code="not_a_picture",
            field="image",
        )


def _drawn_again(upload: Any) -> Image.Image:
    refusal = Refusal(
        _("Choose a picture of the sheet: a photograph or a scan, in JPEG, PNG, WebP or PDF."),
        code="not_a_picture",
        field="image",
    )
    try:
        with Image.open(upload, formats=FORMATS) as source:
            if source.width * source.height > MOST_PIXELS:
                raise refusal
            # The orientation is applied, then every tag is left behind with the file.
            upright = ImageOps.exif_transpose(source).convert("RGB")
    except Refusal:
        raise
    except Exception as problem:
        raise refusal from problem
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = Image.new("RGB", upright.size, "white")
    drawn.paste(upright)
    return drawn


def look_at_image(*, actor: Actor, image: SheetImage) -> Path:
    """Return the file of a picture for an agent of its desk; each look is in the journal."""
    sheet = image.sheet
    if not can_work_at(actor, sheet.organisation):
        raise NotAllowed(_("This sheet belongs to another desk."))
    with transaction.atomic():
        record(
            actor=actor,
            action="sheet.image_seen",
            target=sheet,
            organisation_id=sheet.organisation_id,
            image=image.pk,
        )
    return folder() / image.name


def forget_images(rows: Any) -> int:
    """Delete pictures with their files; return how many."""
    gone = 0
    for image in rows:
        (folder() / image.name).unlink(missing_ok=True)
        image.delete()
        gone += 1
    return gone
