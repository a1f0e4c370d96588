"""Say whether requests are settled, contest a few answers, follow what was planned."""

import random
from datetime import timedelta

from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.cases.enums import CaseOrigin, CaseState, Outcome, PlanWord
from civic.cases.models import Case, PlanNews, Satisfaction, SatisfactionWords
from civic.cases.services.cases import answer_case
from civic.cases.services.figures import take_delay_figures
from civic.cases.services.plans import follow_plan
from civic.cases.services.reminders import mark_overdue_plans
from civic.core.enums import Channel
from civic.participation.services.reviews import ask_for_review
from civic.privacy.services.screening import PERSONAL_DATA, hide, screen

from .world import World

NOT_SETTLED = (
    "Je suis repassée hier soir : rien n’a changé sur place depuis votre réponse.",
    "La réponse parle de l’autre bout de la rue ; devant l’école, c’est toujours pareil.",
    "C’était réglé une semaine, puis cela a recommencé comme avant.",
)
SECOND_ANSWER = (
    "Une autre agente est retournée sur place avec la personne qui a demandé : le travail n’était "
    "fait qu’à moitié. L’équipe l’a terminé, et la réponse allait trop vite."
)
DONE = "Ce qui était annoncé est fait ; un agent l’a vérifié sur place et les abords sont propres."
MOVED = "Il manque une pièce, livrée en retard ; l’équipe vient dès qu’elle est là."
MORE_WORDS = {
    True: (
        "La réponse est claire, et on m’a dit qui viendrait et quand : merci.",
        "C’est réglé. J’aurais aimé savoir plus tôt que c’était prévu.",
        "Merci à Mme Ségolène Barthas, qui est venue sur place expliquer le chantier.",
    ),
    False: (
        "On me dit pourquoi, mais pas qui décide ni quand on en reparlera.",
        "Je n’ai pas compris qui fait les travaux ni à quelle date.",
    ),
}
WITH_A_TELEPHONE = "Tout est bien. Rappelez-moi au 06 39 98 27 54 si quelque chose manque encore."
# So many planned dates are left past, for the public to see.
LEFT_PAST = 2


def load_opinions(world: World) -> None:
    """Say what became of answers; what is past is written as it was said then."""
    _contest()
    _rate()
    _add_words(world)
    _follow_plans()
    moment = timezone.now()
    mark_overdue_plans(moment)
    take_delay_figures(moment)


def _answered_requests() -> list[Case]:
    answered = Case.objects.filter(
        origin=CaseOrigin.REQUEST, state=CaseState.ANSWERED, promised_on__isnull=False
    )
    return list(answered.select_related("request").order_by("pk"))


def _contest() -> None:
    today = timezone.localdate()
    recent = [
        case
        for case in _answered_requests()
        if case.contest_until
        and case.contest_until >= today
        and case.outcome == Outcome.DONE
        and case.request.person_id
        and case.request.is_public
    ]
    contested = [
        ask_for_review(actor=SYSTEM, case=case, reason=reason)
        for case, reason in zip(recent, NOT_SETTLED, strict=False)
    ]
    for case in contested[:1]:
        answer_case(
            actor=SYSTEM,
            case=case,
            outcome=Outcome.DONE,
            reason=SECOND_ANSWER,
            next_steps="Un contrôle est prévu dans un mois, et le résultat sera écrit ici.",
            answered_as=case.answered_as,
        )


def _rate() -> None:
    draw = random.Random("satisfaction")  # noqa: S311
    said = []
    for case in _answered_requests():
        if case.request.person_id is None or draw.random() > 0.5:
            continue
        answered, promised = case.first_answer_on, case.promised_on
        late = answered is not None and promised is not None and answered > promised
        is_satisfied = draw.random() < (0.5 if late else 0.8)
        said.append(
            Satisfaction(
                case=case,
                organisation_id=case.organisation_id,
                department_id=case.department_id,
                days=case.days_waited or 0,
                is_satisfied=is_satisfied,
                about_delay=late and not is_satisfied,
                about_clarity=draw.random() < 0.2,
                about_courtesy=is_satisfied and draw.random() < 0.2,
                about_result=draw.random() < 0.3,
                channel=draw.choice([Channel.ONLINE, Channel.ONLINE, Channel.DESK]),
                said_on=case.answered_on or timezone.localdate(),
            )
        )
    Satisfaction.objects.bulk_create(said)


def _add_words(world: World) -> None:
    """Let a few people say more to the roads department of Saint-Aurel; one of them names it."""
    roads = world.department("saint-aurel", "voirie")
    for is_satisfied, texts in MORE_WORDS.items():
        said = Satisfaction.objects.filter(department=roads, is_satisfied=is_satisfied)
        for one, text in zip(said.order_by("-said_on", "pk"), texts, strict=False):
            words = SatisfactionWords.objects.create(satisfaction=one, text=text)
            screen(instance=words, organisation_id=one.organisation_id)
    _hide(world)


def _hide(world: World) -> None:
    """Let the data-protection officer hide what names a person: their screen says what was done."""
    rated = Satisfaction.objects.filter(organisation=world.organisations["saint-aurel"], words=None)
    said = rated.order_by("-said_on", "pk").first()
    if said is None:
        return
    words = SatisfactionWords.objects.create(satisfaction=said, text=WITH_A_TELEPHONE)
    screen(instance=words, organisation_id=said.organisation_id)
    hide(actor=world.cast["joseph"], instance=words, rule=PERSONAL_DATA)


def _follow_plans() -> None:
    today = timezone.localdate()
    past = list(Case.objects.plan_overdue_on(today).order_by("planned_for", "pk"))
    for number, case in enumerate(past[: max(0, len(past) - LEFT_PAST)]):
        planned = case.planned_for or today
        moved = number == 0
        news = follow_plan(
            actor=SYSTEM,
            case=case,
            word=PlanWord.MOVED if moved else PlanWord.DONE,
            text=MOVED if moved else DONE,
            planned_for=today + timedelta(days=40) if moved else None,
        )
        PlanNews.objects.filter(pk=news.pk).update(
            said_on=min(today, planned + timedelta(days=2 + number % 5))
        )
