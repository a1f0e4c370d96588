"""Triggers leave before a migration on SQLite and come back after each one.

SQLite rewrites a table to change it: that drops the table's own triggers, and refuses the new
name while a trigger of another table mentions the one that is rewritten.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections

from .registry import Trigger, registry


def install_triggers(sender: Any = None, using: str = "default", **kwargs: Any) -> None:
    """Install every declared trigger whose table exists; safe to repeat.

    Django says once per app that it has migrated: the triggers wait for the last one.
    """
    if sender is not None and sender is not _last_migrated():
        return
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in registry.triggers.values():
            if trigger.table in tables:
                for statement in _statements(trigger, connection.vendor):
                    cursor.execute(statement)


def remove_triggers(
    sender: Any = None, using: str = "default", plan: Sequence[Any] = (), **kwargs: Any
) -> None:
    """Remove every trigger that refuses a write before SQLite's tables are rewritten.

    Those of an earlier version, no longer declared, go with them. Nothing is removed when there is
    nothing to migrate.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%%RAISE(ABORT%%'",
            [],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")


def _last_migrated() -> AppConfig:
    return [config for config in apps.get_app_configs() if config.models_module][-1]


def _statements(trigger: Trigger, vendor: str) -> list[str]:
    columns = f" OF {', '.join(trigger.columns)}" if trigger.columns else ""
    when = f" WHEN ({trigger.when})" if trigger.when else ""
    message = trigger.message.replace("'", "''")
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {trigger.name}",
            f"CREATE TRIGGER {trigger.name} BEFORE {trigger.operation}{columns} "
            f"ON {trigger.table} FOR EACH ROW{when} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ]
    returned = "OLD" if trigger.operation == "DELETE" else "NEW"
    # A row trigger's WHEN cannot hold a subquery on PostgreSQL, so the condition is tested inside.
    body = f"RAISE EXCEPTION '%', '{message}' USING ERRCODE = 'integrity_constraint_violation';"
    if trigger.when:
        body = f"IF ({trigger.when}) THEN {body} END IF;"
    return [
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$body$ BEGIN {body} RETURN {returned}; END $body$",
        f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}",
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.operation}{columns} "
        f"ON {trigger.table} FOR EACH ROW EXECUTE FUNCTION {trigger.name}()",
    ]
