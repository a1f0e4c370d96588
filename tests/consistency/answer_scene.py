"""An answer the roads department of a commune often gives."""

from civic.cases.enums import Outcome
from civic.cases.models import AnswerTemplate
from civic.territory.models import Organisation
from tests.factories.territory import make_department


def make_typed_answer(commune: Organisation) -> AnswerTemplate:
    """Return a typed answer that the officers of one department keep."""
    return AnswerTemplate.objects.create(
        organisation=commune,
        department=make_department(),
        name="Lampe réparée",
        outcome=Outcome.DONE,
        reason="La lampe de {lieu} a été remplacée par l’équipe d’éclairage.",
        next_steps="Elle éclaire de nouveau.",
    )
