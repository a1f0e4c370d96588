"""Who holds a competence, and where."""

from ..models import Competence, CompetenceHolder, Organisation


def holder_for(competence: Competence, commune: Organisation) -> CompetenceHolder | None:
    """Return who holds a competence on a commune, body and department in the same query."""
    return (
        CompetenceHolder.objects.select_related("holder", "department", "competence")
        .filter(competence=competence, territory=commune)
        .first()
    )
