"""Run jobs in real threads, each with its own connection to the database."""

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest
from django.db import connection, connections

from civic.accounts.models import Person
from civic.core.registry import registry

Job = Callable[[], object]


@pytest.fixture
def real_transactions(transactional_db: None) -> Iterator[None]:
    """Let threads see one another's commits; the triggers go before the tables are emptied.

    They come back with the signal Django sends once the tables are empty.
    """
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("Threads need a database file: give the test database of SQLite a NAME.")
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in registry.triggers:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def together(jobs: Sequence[Job], workers: int = 16) -> list[Exception]:
    """Run jobs in threads that start at the same moment; return what they raised."""
    waiting, errors = list(jobs), []
    guard, start = threading.Lock(), threading.Barrier(workers)

    def work() -> None:
        start.wait()
        try:
            while True:
                with guard:
                    if not waiting:
                        return
                    job = waiting.pop()
                try:
                    job()
                except Exception as error:
                    errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    return errors


def people(count: int) -> list[Person]:
    """Store people whose e-mail is confirmed."""
    return Person.objects.bulk_create(
        Person(public_name=f"Personne {number}", assurance_level=10) for number in range(count)
    )
