"""Migrations follow the models, one after the other."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.loader import MigrationLoader

from tests.consistency.sources import is_ours

# A migration of wagtail_localize asks the database while it is imported.
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_migrations(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("nomigrations"):
        pytest.skip("The suite was started without migrations.")


def our_migrations() -> list[tuple[str, str]]:
    loader = MigrationLoader(None)
    return [key for key, found in loader.disk_migrations.items() if is_ours(found.__module__)]


def test_no_migration_is_missing() -> None:
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except (SystemExit, CommandError):
        pytest.fail(f"Run manage.py makemigrations:\n{said.getvalue()}")


def test_each_app_has_one_last_migration() -> None:
    loader = MigrationLoader(None)
    apps = {app for app, _name in our_migrations()}
    several = {app: loader.graph.leaf_nodes(app) for app in apps}
    assert {app: leaves for app, leaves in several.items() if len(leaves) != 1} == {}


def test_migrations_of_an_app_follow_each_other() -> None:
    loader = MigrationLoader(None)
    for app, name in our_migrations():
        within = [key for key in loader.disk_migrations[app, name].dependencies if key[0] == app]
        assert len(within) <= 1, f"{app}.{name} joins several branches: {within}"


def test_models_live_in_apps_with_migrations() -> None:
    from django.apps import apps

    migrated = {app for app, _name in our_migrations()}
    modelled = {model._meta.app_label for model in apps.get_models() if is_ours(model.__module__)}
    assert modelled - migrated == set()
