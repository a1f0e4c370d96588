"""Migrate a database once, for the processes of the suite to copy: `python -m tests.migrated URL`.

Migrating takes a minute of processor; copying what was migrated takes a second. The suite migrates
by itself where `CIVIC_TEST_MIGRATED` names no database.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

MIGRATED = "CIVIC_TEST_MIGRATED"
SQLITE = "sqlite:///"


def _server(url: str) -> str:
    return f"{url.rpartition('/')[0]}/postgres"


def create(url: str, template: str = "template1") -> None:
    """Create the PostgreSQL database of this URL, as a copy of another; replace what is there."""
    name = url.rpartition("/")[2]
    drop(url)
    with psycopg.connect(_server(url), autocommit=True) as link:
        link.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def drop(url: str) -> None:
    """Drop the PostgreSQL database of this URL, if there is one."""
    name = sql.Identifier(url.rpartition("/")[2])
    with psycopg.connect(_server(url), autocommit=True) as link:
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


@contextmanager
def copied(name: str) -> Iterator[None]:
    """Copy the migrated database under a name (a file on SQLite); remove the copy at the end."""
    url = os.environ[MIGRATED]
    if url.startswith(SQLITE):
        shutil.copyfile(url.removeprefix(SQLITE), name)
        yield
        Path(name).unlink(missing_ok=True)
        return
    server, _separator, template = url.rpartition("/")
    create(f"{server}/{name}", template)
    yield
    drop(f"{server}/{name}")


def main() -> int:
    """Migrate the database of the URL given, new each time."""
    url = sys.argv[1]
    if not url.startswith(SQLITE):
        create(url)
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "civic.settings.test"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
