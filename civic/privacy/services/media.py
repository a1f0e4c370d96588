"""What a file says besides its content: its name, and where a photo was taken."""

import re
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ..logic.file_names import find_in_file_name
from ..logic.spans import Span
from ..selectors import agent_names, public_names

_EXIF_GPS = 0x8825
_EXIF_ORIENTATION = 0x0112
_XMP_POSITION = re.compile(
    rb"GPS(?:Latitude|Longitude|Position)|photoshop:City|Iptc4xmpCore:Location"
)
_XMP = re.compile(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", re.DOTALL)
_QUALITY = 90
_METADATA = frozenset(
    {"xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Comment", "Raw profile type exif"}
)


@dataclass(frozen=True)
class Traces:
    """What the metadata of an image keep: where it was taken, or anything else."""

    has_location: bool
    has_metadata: bool


def findings_in_file_name(name: str, *, organisation_id: int | None = None) -> tuple[Span, ...]:
    """Return what may name or reach somebody in the name of a file."""
    return find_in_file_name(
        name,
        public_names=public_names(organisation_id),
        agent_names=agent_names(organisation_id),
    )


def location_in_image(file: IO[bytes]) -> Traces:
    """Say whether an image carries a position (EXIF or XMP) or any other metadata.

    The file is left where it was. What is not an image has none; a damaged one counts as having
    both, so that it is written again or refused.
    """
    position = file.tell()
    try:
        file.seek(0)
        raw = file.read()
        file.seek(0)
        with Image.open(file) as image:
            exif = image.getexif()
            described = _METADATA.intersection(image.info)
            tags = {tag for tag in exif if tag != _EXIF_ORIENTATION}
            has_gps = bool(exif.get_ifd(_EXIF_GPS)) or _EXIF_GPS in exif
    except UnidentifiedImageError:
        return Traces(has_location=False, has_metadata=False)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return Traces(has_location=True, has_metadata=True)
    finally:
        file.seek(position)
    # A position may also stand in the XMP packet, which is text wherever it lies.
    xmp = b"".join(_XMP.findall(raw))
    return Traces(
        has_location=has_gps or bool(_XMP_POSITION.search(xmp)),
        has_metadata=bool(tags or described or xmp or has_gps),
    )


def without_traces(upload: UploadedFile) -> UploadedFile:
    """Return an image written again without its metadata, upright; as it is when it has none.

    Every frame of an animation stays. What cannot be read is given back: the form has refused it,
    or will.
    """
    if not location_in_image(upload).has_metadata:
        return upload
    written: Any = BytesIO()
    with suppress(OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        upload.seek(0)
        with Image.open(upload) as image:
            kind = image.format or ""
            if getattr(image, "n_frames", 1) > 1:
                frames = [_bare(frame) for frame in ImageSequence.Iterator(image)]
                frames[0].save(
                    written,
                    kind,
                    save_all=True,
                    append_images=frames[1:],
                    duration=image.info.get("duration", 100),
                    loop=image.info.get("loop", 0),
                )
            else:
                options = {"quality": _QUALITY} if kind in ("JPEG", "WEBP") else {}
                _bare(ImageOps.exif_transpose(image)).save(written, kind, **options)
        clean = SimpleUploadedFile(
            upload.name or "image", written.getvalue(), upload.content_type or ""
        )
        # What Wagtail's field has read of the file goes with it.
        clean.image = getattr(upload, "image", None)  # type: ignore[attr-defined]
        return clean
    upload.seek(0)
    return upload


def _bare(image: Image.Image) -> Image.Image:
    """Return the pixels alone, with their palette and transparency."""
    copy = image.copy()
    kept = {name: copy.info[name] for name in ("transparency", "background") if name in copy.info}
    copy.info = kept  # type: ignore[assignment]
    if hasattr(copy, "_exif"):
        copy._exif = None
    copy.getexif().clear()
    return copy
