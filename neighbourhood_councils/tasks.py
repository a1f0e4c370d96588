"""Background work: a long table is read and written while its sender does something else."""

from django_tasks import task

from .services.import_work import go_on


@task()
def go_on_with_import(import_id: int) -> None:
    """Go on with a table where it was left, to the end."""
    go_on(import_id=import_id)
