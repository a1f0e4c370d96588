"""What a visitor without an account may read of the scene: each address, with what it says."""

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from urllib.parse import quote

from tests.consistency.scene import Scene
from tests.consistency.test_permissions import ROWS, guard_of


def public_outputs(
    scene: Scene, *, search: str, also: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield each address that answers, with its text; each page is also searched for some words."""
    visitor = scene.visitors["nobody"]
    for path in dict.fromkeys([*public_paths(scene, search), *also]):
        with guard_of(path):
            response = visitor.get(path)
        if response.status_code == 200:
            content = (
                b"".join(response.streaming_content) if response.streaming else response.content
            )
            yield path, written(content)


def public_paths(scene: Scene, search: str) -> list[str]:
    """Return the addresses of the permission table that are read, filled from the scene."""
    urls = {label: page.get_absolute_url() for label, page in scene.pages.items()}
    numbers = {f"row of {name}": number for name, number in scene.values["rows"].items()}
    paths = [f"/fr/recherche/?q={quote(search)}"]
    for row in ROWS:
        if row.method != "get" or row.path.startswith("/cms/"):
            continue
        path = row.path
        for name, value in (urls | scene.values | numbers).items():
            path = path.replace("{" + name + "}", str(value))
        paths.append(path)
        if "?" not in path and path.endswith("/"):
            paths.append(f"{path}?q={quote(search)}")
    return paths


def written(content: bytes) -> str:
    """Return what a body says, the parts of a spreadsheet included."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
