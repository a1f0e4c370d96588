"""A route without a row fails; each row is tried by everybody."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpResponse
from django.template import engines
from django.test import TestCase

from tests.consistency import permissions as table
from tests.consistency.admin_permissions import ADMINISTRATION_ROWS
from tests.consistency.council_permissions import COUNCILS
from tests.consistency.desk_permissions import DESKS
from tests.consistency.group_permissions import MIXED_GROUPS
from tests.consistency.method_permissions import METHODS
from tests.consistency.permissions import Row
from tests.consistency.request_permissions import ASKING
from tests.consistency.room_permissions import ROOMS
from tests.consistency.routes import routes
from tests.consistency.scene import Scene, make_scene
from tests.consistency.text_permissions import TEXTS

ROWS = [
    *table.EVERYBODY_READS,
    *table.TAKING_PART,
    *ROOMS,
    *ASKING,
    *TEXTS,
    *METHODS,
    *DESKS,
    *MIXED_GROUPS,
    *COUNCILS,
    *table.ACCOUNT,
    *table.STAFF,
    *table.DOCUMENTS,
    *ADMINISTRATION_ROWS,
]
_STATUS = {
    200: table.PAGE,
    403: table.REFUSED,
    404: table.MISSING,
    405: table.NOT_SO,
    409: table.WRONG,
    422: table.WRONG,
}


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    listed = {row.route for row in ROWS}
    assert {"without a row": routes() - listed, "without a route": listed - routes()} == {
        "without a row": set(),
        "without a route": set(),
    }


class PermissionTable(TestCase):
    """One scene for all the rows: each request is undone."""

    scene: Scene

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.scene = make_scene()

    def test_everybody_gets_the_answer_of_the_table(self) -> None:
        for row in ROWS:
            title = f"{row.method} {row.route} {row.path}"
            with self.subTest(title):
                found = {who: answer_to(self.scene, row, who) for who in table.VISITORS}
                wrong = [
                    f"{who} gets {found[who]}, not {answer}"
                    for who, answer in row.expected().items()
                    if found[who] != answer
                ]
                if wrong:
                    self.fail(f"{title}: {'; '.join(wrong)}")


def answer_to(scene: Scene, row: Row, who: str) -> str:
    """Try a row as somebody, and undo what it changed."""
    urls = {label: page.get_absolute_url() for label, page in scene.pages.items()}
    rows = {f"row of {name}": number for name, number in scene.values["rows"].items()}

    def filled(text: str) -> str:
        for name, value in (urls | scene.values | rows).items():
            text = text.replace("{" + name + "}", str(value))
        return text

    path = filled(row.path)
    data = {
        filled(name): filled(value) if isinstance(value, str) else value
        for name, value in row.data.items()
    }
    with transaction.atomic(), guard_of(path):
        browser = scene.visitors[who]
        response = getattr(browser, row.method)(path, data)
        if word_for(response, path) == table.SIGN_IN and who != "nobody":
            # Somebody signed in is not sent round in circles: the sign-in says no, or lets in.
            response = browser.get(response["Location"])
        transaction.set_rollback(True)
    return word_for(response, path)


@contextmanager
def guard_of(path: str) -> Iterator[None]:
    """Let Wagtail's own templates print variables they do not define, as they do."""
    engine = engines["django"].engine
    before = engine.string_if_invalid
    if path.startswith("/cms/"):
        engine.string_if_invalid = ""
    try:
        yield
    finally:
        engine.string_if_invalid = before


def word_for(response: HttpResponse, path: str) -> str:
    """Return how the table writes an answer."""
    if response.status_code not in (301, 302):
        return _STATUS.get(response.status_code, str(response.status_code))
    address = response["Location"]
    if "/connexion/" in address or "/login/" in address:
        return table.SIGN_IN
    if address == f"/fr{path}":
        # An address without a language that leads nowhere is looked for below a language.
        return table.MISSING
    # The administration sends whoever may not do something back to its home, with a message.
    return table.REFUSED if address == "/cms/" else table.DONE
