"""A consultation with a call for proposals, its pages, and proposals."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.enums import Outcome
from civic.decisions.models import ReasonedDecision
from civic.decisions.services.drafting import add_item, draft_decision
from civic.decisions.services.signing import sign_decision
from civic.participation.enums import Act, ActivityKind, SpaceKind
from civic.participation.models import Activity, Contribution, Phase, PhaseSetting, Space
from civic.participation.services.activities import create_activity
from civic.participation.services.contributions import submit_contribution
from civic.participation.services.phases import PhaseDraft, open_always, set_phases
from civic.participation.services.spaces import create_space, publish_space
from civic.territory.models import Organisation
from consultations.enums import ParticipationLevel
from consultations.models import (
    CallForProposalsPage,
    Consultation,
    ConsultationIndexPage,
    ConsultationPage,
)
from consultations.services.framing import create_consultation
from consultations.services.publication import publish_consultation
from tests.factories.people import make_person
from tests.factories.territory import make_commune, make_intercommunality, make_site, make_theme

OPEN_ACTS = (Act.CONTRIBUTE, Act.SUPPORT, Act.COMMENT)


def days(count: float) -> timedelta:
    return timedelta(days=count)


def make_space(slug: str = "plan-climat", **extra: Any) -> Space:
    """Return a published space of the intercommunality, with nothing in it."""
    found = Space.objects.filter(slug=slug).first()
    if found is not None:
        return found
    values = {
        "kind": SpaceKind.CONSULTATION,
        "organisation": make_intercommunality(),
        "title": "Plan climat",
        "slug": slug,
    }
    space = create_space(actor=SYSTEM, **(values | extra))
    return publish_space(actor=SYSTEM, space=space)


def make_activity(
    space: Space | None = None, acts: Iterable[str] = OPEN_ACTS, **options: Any
) -> Activity:
    """Return a call for proposals where some acts are always open."""
    values = {
        "kind": ActivityKind.CALL_FOR_PROPOSALS,
        "title": "Vos propositions",
        "themes": [make_theme()],
    }
    activity = create_activity(actor=SYSTEM, space=space or make_space(), **(values | options))
    open_always(actor=SYSTEM, activity=activity, acts=acts)
    return activity


def make_phase(
    activity: Activity,
    *,
    starts: float | None,
    ends: float | None,
    acts: Iterable[str] = OPEN_ACTS,
    approximate: str = "",
    title: str = "On propose",
) -> Phase:
    """Return a phase that opens acts, between two numbers of days from now."""
    now = timezone.now()
    phase = Phase.objects.create(
        space=activity.space,
        title=title,
        starts_at=None if starts is None else now + days(starts),
        ends_at=None if ends is None else now + days(ends),
        approximate=approximate,
        position=activity.space.phases.count(),
    )
    PhaseSetting.objects.bulk_create(
        PhaseSetting(phase=phase, activity=activity, act=act) for act in acts
    )
    return phase


def make_contribution(
    activity: Activity | None = None, person: Person | None = None, **extra: Any
) -> Contribution:
    """Return a proposal said through the service by the site itself."""
    values = {
        "actor": SYSTEM,
        "activity": activity or Activity.objects.first() or make_activity(),
        "person": person or make_person(),
        "title": "Planter une haie le long du canal",
        "text": "Une haie donnerait de l'ombre aux promeneurs et un abri aux oiseaux.",
    }
    return submit_contribution(**(values | extra))


def framing(**extra: Any) -> dict[str, Any]:
    """Return what a consultation says before any form."""
    return {
        "question": "Comment réduire de moitié nos émissions d'ici 2035 ?",
        "participation_level": ParticipationLevel.INVOLVE,
        "decider": "Le conseil communautaire",
        "how_decided": "Le conseil délibère après un avis motivé sur chaque proposition.",
        "what_is_open": "Les actions, leur calendrier et leur lieu.",
        "what_is_fixed": "L'objectif de réduction, fixé par la loi.",
        "answer_due_on": timezone.localdate() + days(120),
        "contact_name": "Mission climat",
        "contact_phone": "05 36 49 00 30",
        "contact_email": "climat@example.org",
        "offline_way": "Un bulletin attend dans chaque mairie ; il compte autant qu'un clic.",
    } | extra


def make_consultation(
    slug: str = "plan-climat",
    *,
    actor: Actor = SYSTEM,
    organisation: Organisation | None = None,
    territories: Iterable[Organisation] | None = None,
    opens: float = -10,
    closes: float = 20,
    published: bool = True,
    activity_options: dict[str, Any] | None = None,
    **extra: Any,
) -> Consultation:
    """Return a consultation open from `opens` to `closes` days from now, with one call."""
    consultation = create_consultation(
        actor=actor,
        organisation=organisation or make_intercommunality(),
        title="Plan climat du Val de Brévanne",
        slug=slug,
        territories=[make_commune()] if territories is None else territories,
        **framing(**extra),
    )
    activity = create_activity(
        actor=actor,
        space=consultation.space,
        kind=ActivityKind.CALL_FOR_PROPOSALS,
        title="Vos propositions",
        themes=[make_theme()],
        **(activity_options or {}),
    )
    now = timezone.now()
    set_phases(
        actor=actor,
        space=consultation.space,
        phases=[
            PhaseDraft(
                title="On propose",
                starts_at=now + days(opens),
                ends_at=now + days(closes),
                opens=[(activity, act) for act in OPEN_ACTS],
            ),
            PhaseDraft(title="On décide", approximate="automne 2027"),
        ],
    )
    return (
        publish_consultation(actor=actor, consultation=consultation) if published else consultation
    )


def make_decision(
    consultation: Consultation, *, title: str = "Ce qui est retenu", signed: bool = True
) -> ReasonedDecision:
    """Return a decision of a consultation that answers one proposal, signed unless told."""
    activity = consultation.space.activities.order_by("pk").first()
    opened = activity.settings.order_by("phase__starts_at").first().phase.starts_at
    proposal = make_contribution(activity, said_at=opened + days(1))
    decision = draft_decision(
        actor=SYSTEM,
        space=consultation.space,
        title=title,
        summary=f"{title} : trente actions, avec leur calendrier.",
        question=consultation.question,
        decided_by_name="Le conseil communautaire",
        decided_on=timezone.localdate(),
    )
    add_item(
        actor=SYSTEM,
        decision=decision,
        case=proposal.case,
        outcome=Outcome.ACCEPTED,
        reason="La haie protège les promeneurs et coûte peu à entretenir.",
        next_steps="Plantation à l'automne 2027.",
    )
    return sign_decision(actor=SYSTEM, decision=decision) if signed else decision


def make_consultation_pages(consultation: Consultation) -> CallForProposalsPage:
    """Return the page of the call for proposals of a consultation, below its pages."""
    site = make_site()
    index = ConsultationIndexPage.objects.child_of(site).first()
    if index is None:
        index = ConsultationIndexPage(title="Consultations", slug="consultations")
        site.add_child(instance=index)
    page = ConsultationPage(
        title=consultation.space.title, slug=consultation.space.slug, consultation=consultation
    )
    index.add_child(instance=page)
    call = CallForProposalsPage(
        title="Vos propositions",
        slug="propositions",
        activity=consultation.space.activities.get(),
    )
    page.add_child(instance=call)
    return call


def make_call(**extra: Any) -> CallForProposalsPage:
    """Return the page of an open call for proposals of a published consultation."""
    return make_consultation_pages(make_consultation(**extra))
