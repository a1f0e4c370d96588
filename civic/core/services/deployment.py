"""Bring an installation up to date: tables, static files, search; safe to repeat."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

STATIC_STAMP = ".digest"


def migrate_if_needed() -> bool:
    """Apply pending migrations; return whether there were any."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def collect_static_if_changed() -> bool:
    """Collect and compress the static files when one of them changed; return whether one did.

    Compressing unchanged files takes some twenty seconds, so a digest of names, sizes and dates
    is kept beside them.
    """
    root = Path(settings.STATIC_ROOT)
    stamp = root / STATIC_STAMP
    digest = static_digest()
    if stamp.is_file() and stamp.read_text() == digest:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=root.exists())
    root.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)
    return True


def static_digest() -> str:
    """Return a digest of every static file's name, size and date of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
