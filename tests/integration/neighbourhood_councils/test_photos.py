"""Photos of a request: drawn again, held until somebody has looked, hidden for good."""

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from civic.accounts.policies import SYSTEM, Actor
from civic.cases.logic.pictures import Rectangle
from civic.cases.models import Request, RequestPhoto
from civic.cases.services.photos import (
    add_photo,
    publish_photo,
    redact_photo,
    remove_photo,
)
from civic.core.exceptions import NotAllowed, Refusal
from tests.integration.neighbourhood_councils.request_scene import (
    TEXT,
    filed,
    make_lamp,
    make_request_page,
    step,
)
from tests.integration.neighbourhood_councils.scene import make_council, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **saved: Any) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "#8aa").save(content, kind, **saved)
    return content.getvalue()


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def with_traces() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Telephone of Amina"
    exif.get_ifd(0x8825).update({1: "N", 2: (44.0, 36.0, 0.0)})
    return picture(exif=exif, comment=b"by Amina", icc_profile=b"profile of Amina")


def huge_png() -> bytes:
    """Return a PNG of a few bytes that announces three thousand million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 60_000, 50_000, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def moving_gif() -> bytes:
    content = io.BytesIO()
    frames = [Image.new("P", (8, 8), shade) for shade in (1, 2)]
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])
    return content.getvalue()


def moving_webp() -> bytes:
    content = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), shade) for shade in ("red", "blue")]
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:], duration=100)
    return content.getvalue()


def started(client: Client) -> Any:
    page = make_request_page()
    make_lamp()
    step(client, page, text=TEXT)
    step(client, page, "sujet", title="Lampe éteinte", type="lampe-eteinte")
    step(client, page, "lieu")
    return page


def sent(client: Client, page: Any) -> Request:
    step(client, page, "photos")
    step(client, page, "envoi")
    step(client, page, "qui", how="desk")
    return filed()


def test_a_photo_keeps_nothing_but_its_pixels() -> None:
    client = Client()
    page = started(client)
    kept = step(client, page, "photos", photos=upload(with_traces(), "Amina chez elle.jpg"))
    assert kept.status_code == 302
    asked = sent(client, page)
    photo = RequestPhoto.objects.get(request=asked)
    content = photo.file.read()
    assert b"Amina" not in content
    assert "Amina" not in photo.file.name
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "WEBP"
        assert not image.getexif()
        assert "icc_profile" not in image.info


def test_a_large_photo_is_made_smaller_and_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    client = Client()
    page = started(client)
    step(client, page, "photos", photos=upload(picture(size=(4000, 3000), exif=exif)))
    photo = RequestPhoto.objects.get()
    assert (photo.width, photo.height) == (1536, 2048)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj", "photo.jpg", "n’est pas une photo"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            "a.svg",
            "n’est pas une photo",
        ),
        (huge_png(), "plan.png", "trop grande"),
        (picture()[:-400], "coupee.jpg", "abîmée"),
        (moving_gif(), "drole.gif", "n’est pas une photo"),
        (moving_webp(), "drole.webp", "bouge"),
        (b"%PDF-1.7\n" + picture(), "double.jpg", "n’est pas une photo"),
    ],
    ids=["pdf", "svg", "three gigapixels", "truncated", "gif", "animated", "pdf before jpeg"],
)
def test_what_is_not_a_still_photo_is_refused_with_its_reason(
    content: bytes, name: str, said: str
) -> None:
    client = Client()
    page = started(client)
    answer = step(client, page, "photos", photos=upload(content, name))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert name in shown
    assert not RequestPhoto.objects.exists()


def test_what_hides_behind_the_pixels_does_not_come_along() -> None:
    client = Client()
    page = started(client)
    hidden = b"PK\x03\x04<script>alert(1)</script>"
    step(client, page, "photos", photos=upload(picture() + hidden))
    assert hidden not in RequestPhoto.objects.get().file.read()


def test_a_photo_too_heavy_is_refused(settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000_000
    client = Client()
    page = started(client)
    answer = step(client, page, "photos", photos=upload(picture() + b"\0" * 1_000_001))
    assert answer.status_code == 422
    assert "1 Mo" in answer.content.decode()


def test_a_sixth_photo_is_refused_and_the_five_are_kept() -> None:
    client = Client()
    page = started(client)
    answer = step(client, page, "photos", photos=[upload(picture()) for _one in range(6)])
    assert answer.status_code == 422
    assert "5 photos" in answer.content.decode()
    assert RequestPhoto.objects.count() == 5


def test_a_photo_is_removed_before_sending_with_its_file() -> None:
    client = Client()
    page = started(client)
    step(client, page, "photos", photos=upload(picture()))
    photo = RequestPhoto.objects.get()
    step(client, page, "photos", remove=str(photo.key))
    assert not RequestPhoto.objects.exists()


def test_a_photo_is_seen_by_its_author_alone_until_somebody_has_looked() -> None:
    client = Client()
    page = started(client)
    step(client, page, "photos", photos=upload(picture()))
    photo = RequestPhoto.objects.get()
    address = f"/media/photos/{photo.key}.webp"
    assert client.get(address).status_code == 200
    assert Client().get(address).status_code == 404
    sent(client, page)
    assert Client().get(address).status_code == 404
    kept = client.get(address)
    assert kept.status_code == 200
    assert kept["Cache-Control"] == "private, no-store"
    publish_photo(actor=SYSTEM, photo=RequestPhoto.objects.get(), alt_text="Un mât sans lampe.")
    shown = Client().get(address)
    assert shown.status_code == 200
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Type"] == "image/webp"
    assert Client().get(f"/media/images/{photo.file.name}").status_code == 404


def test_a_published_photo_follows_its_request_when_that_is_taken_back() -> None:
    request = make_request(make_council())
    photo = add_photo(actor=SYSTEM, request=request, upload=upload(picture()))
    publish_photo(actor=SYSTEM, photo=photo, alt_text="Un mât sans lampe.")
    Request.objects.filter(pk=request.pk).update(screening="held", held_for="hidden")
    assert Client().get(f"/media/photos/{photo.key}.webp").status_code == 404


def test_what_is_burnt_is_no_longer_in_the_file_and_the_original_is_gone(
    django_capture_on_commit_callbacks: Any,
) -> None:
    content = io.BytesIO()
    plate = Image.new("RGB", (400, 300), "white")
    plate.paste("#ff0000", (100, 100, 200, 150))
    plate.save(content, "PNG")
    request = make_request(make_council())
    photo = add_photo(actor=SYSTEM, request=request, upload=upload(content.getvalue()))
    old = photo.file.name
    with django_capture_on_commit_callbacks(execute=True):
        burnt = redact_photo(actor=SYSTEM, photo=photo, rectangles=[Rectangle(95, 95, 115, 65)])
    assert not burnt.file.storage.exists(old)
    with Image.open(burnt.file.open("rb")) as image:
        seen = image.convert("RGB")
        assert all(max(seen.getpixel((x, y))) < 60 for x in range(105, 195, 10) for y in (110, 140))
        assert min(seen.getpixel((20, 20))) > 230


def test_a_rectangle_outside_the_photo_changes_nothing_and_fails_nothing() -> None:
    request = make_request(make_council())
    photo = add_photo(actor=SYSTEM, request=request, upload=upload(picture()))
    burnt = redact_photo(actor=SYSTEM, photo=photo, rectangles=[Rectangle(9000, 9000, 5, 5)])
    assert (burnt.width, burnt.height) == (640, 480)


def test_a_photo_without_a_description_is_not_published() -> None:
    request = make_request(make_council())
    photo = add_photo(actor=SYSTEM, request=request, upload=upload(picture()))
    with pytest.raises(Refusal) as refused:
        publish_photo(actor=SYSTEM, photo=photo, alt_text="  ")
    assert refused.value.field == "alt_text"
    with pytest.raises(Refusal):
        publish_photo(actor=SYSTEM, photo=photo, alt_text="La voiture AB-123-CD")


def test_the_letter_somebody_wrote_is_never_published() -> None:
    request = make_request(make_council())
    photo = add_photo(actor=SYSTEM, request=request, upload=upload(picture()), is_restricted=True)
    with pytest.raises(Refusal):
        publish_photo(actor=SYSTEM, photo=photo, alt_text="La lettre.")
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestPhoto.objects.update(screening="released", held_for="", looked_at=timezone.now())


def test_farid_neither_adds_nor_hides_nor_destroys(farid: Actor) -> None:
    request = make_request(make_council())
    photo = add_photo(actor=SYSTEM, request=request, upload=upload(picture()))
    with pytest.raises(NotAllowed):
        add_photo(actor=farid, request=request, upload=upload(picture()))
    with pytest.raises(NotAllowed):
        redact_photo(actor=farid, photo=photo, rectangles=[Rectangle(0, 0, 5, 5)])
    with pytest.raises(NotAllowed):
        remove_photo(actor=farid, photo=photo)
