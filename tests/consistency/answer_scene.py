"""An answer the roads department of a commune often gives, and one that was given."""

from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.cases.enums import Outcome
from civic.cases.models import AnswerTemplate, Case, Satisfaction, SatisfactionWords
from civic.cases.services.cases import answer_case
from civic.privacy.services.screening import screen
from civic.territory.models import Organisation
from tests.factories.participation import make_contribution
from tests.factories.people import make_person
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


def make_opinion(case: Case) -> None:
    """Let whoever asked say in two clicks, then in words, what they think of an answer."""
    said = Satisfaction.objects.create(
        case=case,
        organisation=case.organisation,
        department=case.department,
        days=3,
        is_satisfied=True,
        channel="online",
        said_on=timezone.localdate(),
    )
    words = SatisfactionWords.objects.create(satisfaction=said, text="Merci, on y voit.")
    screen(instance=words, organisation_id=case.organisation_id)


def make_answered_case() -> Case:
    """Return the case of another proposal, answered by itself."""
    other = make_contribution(person=make_person("Une autre"), title="Un banc devant la halle")
    return answer_case(
        actor=SYSTEM,
        case=other.case,
        outcome=Outcome.ACCEPTED,
        reason="Le banc est commandé et sa place est choisie.",
        next_steps="Pose au printemps.",
    )
