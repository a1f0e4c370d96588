"""Every forbidden write is tried in SQL, against the database the suite runs on."""

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import CheckConstraint
from django.test import TestCase

from civic.core.registry import registry
from tests.consistency.forbidden import FORBIDDEN
from tests.consistency.scene import make_history, make_scene
from tests.consistency.sources import is_ours


def checks() -> set[str]:
    return {
        constraint.name
        for model in apps.get_models()
        if is_ours(model.__module__)
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    }


def test_every_trigger_and_every_check_has_its_forbidden_write() -> None:
    declared = checks() | set(registry.triggers)
    assert {"untried": declared - set(FORBIDDEN), "unknown": set(FORBIDDEN) - declared} == {
        "untried": set(),
        "unknown": set(),
    }


class ForbiddenWrites(TestCase):
    """One scene for all the writes: each is refused, so nothing is left of it."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        make_history(make_scene())

    def test_the_database_refuses_each(self) -> None:
        for name, write in FORBIDDEN.items():
            with self.subTest(name):
                said = self.refusal_of(write.sql, write.first)
                trigger = registry.triggers.get(name)
                assert (trigger.message if trigger else name) in said, said

    def refusal_of(self, sql: str, first: tuple[str, ...]) -> str:
        """Return what the database says, once what is allowed is written; then undo both."""
        said = "written without a word"
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in first:
                cursor.execute(statement)
            try:
                with transaction.atomic():
                    cursor.execute(sql)
            except DatabaseError as refusal:
                said = str(refusal)
            transaction.set_rollback(True)
        return said
