"""A statement the database must refuse, written out or copied from a row."""

from dataclasses import dataclass, field

from django.db import connection


@dataclass(frozen=True)
class Write:
    """A statement; `first` are statements that are allowed and prepare it."""

    sql: str
    first: tuple[str, ...] = ()


@dataclass(frozen=True)
class Copy:
    """The same row again with other values, which are SQL expressions, by column."""

    table: str
    values: dict[str, str] = field(default_factory=dict)
    where: str = "1 = 1"
    first: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description(cursor, self.table)
        names = [one.name for one in described if one.name != "id" or "id" in self.values]
        quoted = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(self.values.get(name, f'"{name}"') for name in names)
        return (
            f"INSERT INTO {self.table} ({quoted}) SELECT {values} FROM {self.table} "
            f"WHERE {self.where} LIMIT 1"
        )
