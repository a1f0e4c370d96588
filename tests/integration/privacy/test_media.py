"""A photo does not say where it was taken, and the name of a file names nobody."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.images.models import Image as WagtailImage
from wagtail.models import Collection

from civic.privacy.services.media import findings_in_file_name, location_in_image, without_traces

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description '
    b'exif:GPSLatitude="43,32.2N" exif:GPSLongitude="6,27.8E"/></x:xmpmeta>'
)


def photo(
    kind: str = "JPEG", *, gps: bool = True, orientation: int = 1, **options: object
) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    if gps:
        exif[0x8825] = {1: "N", 2: (43.0, 32.0, 14.0), 3: "E", 4: (6.0, 27.0, 51.0)}
        exif[0x010F] = "Appareil de Farid"
    out = BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, kind, exif=exif, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_position_of_a_photo_is_found_and_gone_once_written_again(kind: str) -> None:
    sent = SimpleUploadedFile(f"photo.{kind.lower()}", photo(kind), f"image/{kind.lower()}")
    traces = location_in_image(sent)
    assert traces.has_location
    assert traces.has_metadata

    clean = without_traces(sent)
    assert not location_in_image(clean).has_metadata
    assert b"Farid" not in clean.read()
    assert clean.name == sent.name


def test_a_photo_without_metadata_is_given_back_as_it_is() -> None:
    out = BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "JPEG")
    sent = SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")
    assert without_traces(sent) is sent


def test_a_photo_taken_sideways_stands_upright_once_its_metadata_are_gone() -> None:
    sent = SimpleUploadedFile("photo.jpg", photo(orientation=6), "image/jpeg")
    with Image.open(without_traces(sent)) as upright:
        assert upright.size == (20, 40)


def test_a_position_in_xmp_is_found() -> None:
    sent = BytesIO(photo("PNG", gps=False) + XMP)
    assert location_in_image(sent).has_location
    assert sent.tell() == 0


def test_an_animation_keeps_its_frames() -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"chez Farid")
    clean = without_traces(SimpleUploadedFile("a.gif", out.getvalue(), "image/gif"))
    assert b"Farid" not in clean.read()
    clean.seek(0)
    with Image.open(clean) as animation:
        assert animation.n_frames == 3


def test_what_is_not_an_image_has_no_position_and_a_damaged_one_is_distrusted() -> None:
    assert not location_in_image(BytesIO(b"%PDF-1.7")).has_location
    assert location_in_image(BytesIO(photo()[:80])).has_metadata


def test_a_file_name_is_read_with_the_public_names(db: None) -> None:
    [span] = findings_in_file_name("plainte_Mme_Lafarge.pdf")
    assert span.text == "Mme_Lafarge"


@pytest.fixture
def files(db: None) -> Collection:
    return Collection.objects.first() or Collection.add_root(name="Root")


def test_an_image_sent_in_the_administration_loses_its_position(
    admin_client: Client, files: Collection
) -> None:
    answer = admin_client.post(
        reverse("wagtailimages:add"),
        {
            "title": "La place du marché",
            "file": SimpleUploadedFile("place.jpg", photo(), "image/jpeg"),
            "collection": files.pk,
        },
    )
    assert answer.status_code == 302
    image = WagtailImage.objects.get()
    with image.file.open("rb") as stored:
        assert not location_in_image(stored).has_metadata
    assert (image.width, image.height) == (40, 20)


@pytest.mark.parametrize(
    ("screen", "name", "content"),
    [
        ("wagtailimages:add", "plainte_Mme_Lafarge.jpg", photo()),
        ("wagtaildocs:add", "plainte_Mme_Lafarge.pdf", b"%PDF-1.7"),
    ],
)
def test_a_file_named_after_somebody_is_refused_with_a_way_out(
    admin_client: Client, files: Collection, screen: str, name: str, content: bytes
) -> None:
    answer = admin_client.post(
        reverse(screen),
        {"title": "Un courrier", "file": SimpleUploadedFile(name, content), "collection": files.pk},
    )
    assert answer.status_code == 200
    assert "Mme_Lafarge" in answer.content.decode()
    assert not WagtailImage.objects.exists()
    assert not Document.objects.exists()
