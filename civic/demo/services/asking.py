"""What residents ask online in the demo: a request asked twice, photos before and after."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from civic.accounts.policies import SYSTEM
from civic.cases.enums import PhotoKind
from civic.cases.models import Request
from civic.cases.selectors import clear_type
from civic.cases.services.duplicates import mark_duplicate
from civic.cases.services.photos import add_photo, publish_photo
from civic.cases.services.requests import file_request
from civic.core.enums import Channel
from neighbourhood_councils.selectors.placing import destination_of

from ..logic.content import content
from .guard import let_through
from .points import point_along
from .voices import Voices
from .world import World

WIDTH, HEIGHT = 1200, 900
SKY, NIGHT, ROAD, PATCH, POLE = "#cfdde6", "#1c2733", "#8b8a85", "#5f5e5a", "#3d3f42"
LIGHT = "#d9c98a"
STONES = (
    (340, 560, 260, "#a39a8c"),
    (520, 500, 320, "#8f867a"),
    (720, 590, 220, "#b3a998"),
    (450, 660, 180, "#7d756a"),
    (640, 680, 160, "#9c9385"),
)
BAGS = (
    (330, 600, 130, "#2f3b46"),
    (560, 610, 120, "#44525f"),
    (760, 590, 140, "#2f3b46"),
    (480, 670, 110, "#596875"),
    (690, 680, 100, "#44525f"),
)


def load_asking(world: World) -> None:
    """File what two neighbours asked of the same lamp, and show a hole before and after."""
    data = content("asking")
    voices = Voices(world, "asking")
    filed = {entry["key"]: _ask(world, voices, entry) for entry in data["requests"]}
    for entry in data["requests"]:
        if first := entry.get("duplicate_of"):
            mark_duplicate(
                actor=SYSTEM,
                duplicate=filed[entry["key"]],
                original=filed.get(first) or Request.objects.get(title=first),
            )
    for entry in data["photos"]:
        request = filed.get(entry["of"]) or Request.objects.get(title=entry["of"])
        photo = add_photo(
            actor=SYSTEM,
            request=request,
            upload=SimpleUploadedFile("photo.png", _draw(entry["draw"])),
            kind=PhotoKind(entry["kind"]),
            alt_text=entry["shows"],
        )
        if entry["published"]:
            publish_photo(actor=SYSTEM, photo=photo, alt_text=entry["shows"])


def _ask(world: World, voices: Voices, entry: dict[str, Any]) -> Request:
    kind = clear_type(f"{entry['title']} {entry['text']}")
    to = destination_of(
        organisation=world.organisations[entry["commune"]],
        neighbourhood=world.neighbourhoods[entry["neighbourhood"]],
        request_type=kind,
    )
    request = file_request(
        actor=SYSTEM,
        organisation=to.organisation,
        holder=to.holder,
        department=to.department,
        title=entry["title"],
        text=entry["text"],
        place=entry["place"],
        **point_along(to.neighbourhood, entry["place"], entry["key"]),
        person=voices.pick("resident", Channel.ONLINE, entry["commune"]),
        channel=Channel.ONLINE,
        college="resident",
        neighbourhood=to.neighbourhood,
        space_id=to.council.space_id if to.council else None,
        request_type=kind,
        said_on=world.calendar.day(-entry["days_ago"]),
    )
    return let_through(world, request)


def _draw(what: str) -> bytes:
    by_night = what in ("dark_lamp", "lit_lamp")
    picture = Image.new("RGB", (WIDTH, HEIGHT), NIGHT if by_night else SKY)
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, HEIGHT), (WIDTH, HEIGHT), (WIDTH, 560), (0, 620)], fill=ROAD)
    if by_night:
        if what == "lit_lamp":
            pen.polygon([(504, 190), (640, 190), (860, 760), (290, 780)], fill=LIGHT)
        pen.rectangle((560, 140, 584, 640), fill=POLE)
        pen.polygon([(470, 140), (674, 140), (640, 190), (504, 190)], fill=POLE)
    elif what == "hole":
        pen.ellipse((380, 660, 840, 800), fill=PATCH)
        pen.ellipse((440, 690, 780, 780), fill=NIGHT)
    elif what == "rubble":
        for left, top, size, colour in STONES:
            pen.polygon(
                [(left, top + size), (left + size // 2, top), (left + size, top + size)],
                fill=colour,
            )
    elif what == "bags":
        pen.rectangle((430, 380, 560, 640), fill=POLE)
        pen.rectangle((640, 380, 770, 640), fill=POLE)
        for left, top, size, colour in BAGS:
            pen.ellipse((left, top, left + size, top + size), fill=colour)
    else:
        pen.polygon([(360, 660), (860, 640), (890, 800), (340, 820)], fill=PATCH)
    content_ = BytesIO()
    picture.save(content_, "PNG")
    return content_.getvalue()
