"""The index that makes a search of stems cheap on PostgreSQL."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model


class StemsIndex(GinIndex):
    """A full-text index of the column `stems`, as `civic.core.querysets.with_stems` asks it.

    SQLite has no such index and reads the column: there, creating it does nothing.
    """

    def __init__(self, *expressions: Any, **kwargs: Any) -> None:
        super().__init__(*(expressions or (SearchVector("stems", config="simple"),)), **kwargs)

    def create_sql(
        self,
        model: type[Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **kwargs: Any,
    ) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return "SELECT 1"
        return super().create_sql(model, schema_editor, using, **kwargs)

    def remove_sql(
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor, **kwargs: Any
    ) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return "SELECT 1"
        return super().remove_sql(model, schema_editor, **kwargs)
