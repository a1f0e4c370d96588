"""A database that refuses writes can still be upgraded."""

import pytest
from django.db import connection

from civic.cases.models import Case
from civic.core.receivers import install_triggers, remove_triggers
from civic.core.registry import registry


def installed() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_a_table_that_a_trigger_of_another_mentions_can_be_rewritten(is_postgresql: bool) -> None:
    if is_postgresql:
        pytest.skip("PostgreSQL changes a table in place.")
    try:
        remove_triggers(plan=["something to migrate"])
        assert not installed() & registry.triggers.keys()
        with connection.schema_editor() as editor:
            editor._remake_table(Case)
    finally:
        install_triggers()
    assert registry.triggers.keys() <= installed()


@pytest.mark.django_db
def test_triggers_stay_when_there_is_nothing_to_migrate() -> None:
    remove_triggers(plan=[])
    assert registry.triggers.keys() <= installed()


@pytest.mark.django_db
def test_a_trigger_no_longer_declared_leaves_with_a_migration(is_postgresql: bool) -> None:
    if is_postgresql:
        pytest.skip("PostgreSQL keeps its triggers during a migration.")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER of_an_earlier_version BEFORE DELETE ON cases_case "
            "BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    remove_triggers(plan=["something to migrate"])
    install_triggers()
    assert "of_an_earlier_version" not in installed()
