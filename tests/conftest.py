"""Guards that hold for every test, and the cast."""

import gc
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from tests.factories.cast import *  # noqa: F403
from tests.migrated import MIGRATED, copied

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = Path(os.environ.get("CIVIC_SHARED_DATA", ROOT.parent / "shared" / "data"))


# Django's, Wagtail's and allauth's own templates print optional variables; ours never do.
_FOREIGN = re.compile(r"site-packages")


def _template_being_rendered() -> str:
    import inspect

    frame = inspect.currentframe()
    while frame is not None:
        context = frame.f_locals.get("context")
        template = getattr(context, "template", None) or getattr(
            getattr(context, "render_context", None), "template", None
        )
        origin = getattr(getattr(template, "origin", None), "name", None)
        if origin:
            return str(origin)
        frame = frame.f_back
    return ""


class _Invalid(str):
    """What replaces an undefined variable: false, thus nothing, in foreign templates alone.

    Django applies the filters of an undefined variable (`|default`) only when this is false.
    """

    def __new__(cls) -> "_Invalid":
        return super().__new__(cls, "")

    def __bool__(self) -> bool:
        origin = _template_being_rendered()
        return bool(origin) and not _FOREIGN.search(origin)

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, missing: object) -> str:
        raise AssertionError(
            f"Undefined template variable {missing} in {_template_being_rendered()}"
        )


# The longest files first: with two processes, what begins last is waited for alone. One loads the
# demo territory for the journeys while the other goes through the table of permissions.
_FIRST = ("test_every_screen.py", "test_permissions.py", "test_forbidden_writes.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        if item.path.name in _FIRST:
            return _FIRST.index(item.path.name)
        return len(_FIRST) + ("browser" not in item.path.parts)

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """Leave what was imported out of the garbage collector, which went through it at each test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """A database migrated beforehand is kept: Django finds that no migration is left to run."""
    return bool(os.environ.get(MIGRATED) or request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Give this process its own copy of the migrated database, where there is one."""
    if not os.environ.get(MIGRATED):
        yield
        return
    with copied(connection.creation._get_test_db_name()):
        yield
        connection.close()


@pytest.fixture(autouse=True)
def undefined_template_variables_fail() -> Iterator[None]:
    from django.template import engines

    engine = engines["django"].engine
    before = engine.string_if_invalid
    engine.string_if_invalid = _Invalid()
    yield
    engine.string_if_invalid = before


@pytest.fixture(autouse=True)
def an_empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def french_by_default() -> Iterator[None]:
    from django.utils import translation

    with translation.override("fr"):
        yield


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data; the test is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"The shared data are missing in CI: {SHARED_DATA}")
        pytest.skip("The shared data are not on this machine (set CIVIC_SHARED_DATA).")
    return SHARED_DATA


@pytest.fixture
def count_queries():  # type: ignore[no-untyped-def]
    """Return a context manager that captures queries: `with count_queries() as q: …; len(q)`."""
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)


@pytest.fixture
def is_postgresql() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]
