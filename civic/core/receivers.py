"""Triggers are reinstalled after each migration: SQLite's table rewrite drops them."""

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
