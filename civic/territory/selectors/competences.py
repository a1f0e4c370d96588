"""Who holds a competence, and where."""

from django.db.models import QuerySet

from ..models import Competence, CompetenceHolder, Organisation


def holders_of(competence: Competence | int) -> "QuerySet[CompetenceHolder]":
    """Return who holds a competence, body and department in the same query."""
    return CompetenceHolder.objects.select_related("holder", "department").filter(
        competence=competence
    )


def holder_for(competence: Competence | int, commune: Organisation) -> CompetenceHolder | None:
    """Return who holds a competence on a commune, in one query.

    Its own row comes before that of its intercommunality for the whole territory.
    """
    places = [commune.pk, commune.intercommunality_id]
    found = {row.territory_id: row for row in holders_of(competence).filter(territory__in=places)}
    return found.get(commune.pk) or found.get(commune.intercommunality_id or 0)
