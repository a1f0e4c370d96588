"""Two communes, everything one of them holds, and everybody who may come to its door."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.accounts.services.people import person_of_user
from civic.audit.models import JournalEntry
from civic.cases.enums import CaseOrigin, Outcome
from civic.cases.models import (
    AnswerFile,
    AnswerRules,
    DuplicateLink,
    RequestPhoto,
    RequestType,
    ServiceLevel,
)
from civic.core.models import Heartbeat
from civic.decisions.models import DecisionIndexPage, DecisionItem, DecisionPage
from civic.decisions.services import follow_commitment
from civic.decisions.services.drafting import add_item, draft_decision, set_commitment
from civic.decisions.services.signing import sign_decision
from civic.discussion.enums import Rule
from civic.discussion.models import Report
from civic.discussion.services import close_discussion, post_comment
from civic.discussion.services.conclusions import PointDraft
from civic.notifications.enums import Level, Medium, NoticeState
from civic.notifications.models import Notice
from civic.notifications.selectors import message_code
from civic.participation.enums import Act, ActivityKind
from civic.participation.models import Contribution, Session
from civic.participation.services.activities import create_activity
from civic.participation.services.phases import open_always
from civic.participation.services.registrations import register
from civic.privacy.models import PublicName
from civic.territory.models import Competence, CompetenceHolder, Organisation
from civic.territory.services.branches import seed_branch
from civic.voting.models import Ballot, RollEntry
from civic.voting.services import cast_ballot, close_ballot, create_ballot, open_ballot
from consultations.models import BallotPage, ConsultationPage
from home.models import ContentPage, GlossaryPage, GlossaryTerm, NewsIndexPage, NewsPage
from home.services.staff import follow_roles
from neighbourhood_councils.models import CouncilIndexPage, CouncilMembership
from neighbourhood_councils.resources import FollowUpFormat
from neighbourhood_councils.services.councils import schedule_meeting
from neighbourhood_councils.services.imports import start_import
from tests.consistency.answer_scene import make_answered_case, make_opinion, make_typed_answer
from tests.consistency.council_scene import make_council_life
from tests.consistency.desk_scene import make_desk
from tests.consistency.group_scene import make_answered_group, make_group_at_work
from tests.consistency.method_scene import make_a_promise_kept, make_method
from tests.consistency.text_scene import make_text_at_work, make_text_history
from tests.factories.participation import make_call, make_contribution
from tests.factories.people import grant, make_person, make_user
from tests.factories.rooms import make_room, make_room_in_the_middle, runner
from tests.factories.territory import (
    make_branch,
    make_commune,
    make_department,
    make_neighbourhood,
    make_site,
    make_theme,
)
from tests.factories.workshops import make_session, make_workshop, make_workshop_page
from tests.integration.home.pages import make_collections
from tests.integration.neighbourhood_councils.request_scene import make_request_page
from tests.integration.neighbourhood_councils.scene import make_council, make_request, page_of
from workshops.services.rooms import set_state
from workshops.services.workshops import create_workshop

SHEET = "Demande;Service;Date\nUn banc place de la Halle;Voirie;03/02/2026\n"
PLACE_ROLES = (Role.COMMUNICATIONS, Role.MANAGER, Role.MODERATOR, Role.OFFICER, Role.FACILITATOR)


@dataclass
class Scene:
    """What rows of the permission table speak of, by name, and the browser of each visitor."""

    visitors: dict[str, Client] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def _browser(user: Any) -> Client:
    # A failure is an answer like another here: the table says which was expected.
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _staff(email: str, organisation: Organisation, *roles: Role, **place: Any) -> Any:
    user = make_user(email, email.partition("@")[0].title())
    for role in roles:
        grant(user, role, organisation, **place)
    follow_roles(user=user)
    person_of_user(user=user)
    return user


def _child(parent: Page, model: type[Page], title: str, **extra: Any) -> Page:
    page = model(title=title, **extra)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def make_scene() -> Scene:
    """Build the scene: Saint-Aurel holds everything, Montfaucelle has as many staff."""
    scene = Scene()
    make_collections()
    site, here, elsewhere = make_site(), make_branch("saint-aurel"), make_branch("montfaucelle")
    for branch in (site, here, elsewhere):
        seed_branch(actor=SYSTEM, page=branch)
    commune = make_commune("saint-aurel")
    amina = make_user("amina@example.org", "Amina B.")
    person = make_person("Amina B.", user=amina, organisation=commune)
    _consultation(scene, person, commune, site)
    _council(scene, commune, here, person)
    _workshop(scene, person)
    group_page, group_values = make_group_at_work(commune, person)
    scene.pages["workshops.MixedGroupPage"] = group_page
    scene.values |= group_values
    _website(scene, site, here, elsewhere)
    _rules(scene, commune, person)
    farid = make_user("farid@example.org", "Farid N.")
    make_person("Farid N.", user=farid)
    chair = _staff(
        "bruno@example.org", commune, Role.CHAIR, space_id=scene.values["council"].space_id
    )
    administrator = make_user("admin@example.org", "Admin", is_superuser=True, is_staff=True)
    person_of_user(user=administrator)
    scene.visitors = {
        "nobody": _browser(None),
        "amina": _browser(amina),
        "farid": _browser(farid),
        "bruno": _browser(chair),
        "driss": _browser(
            _staff("driss@example.org", commune, Role.OFFICER, department=make_department())
        ),
        "here": _browser(_staff("here@example.org", commune, *PLACE_ROLES)),
        "elsewhere": _browser(
            _staff("elsewhere@example.org", make_commune("montfaucelle"), *PLACE_ROLES)
        ),
        "admin": _browser(administrator),
    }
    activity = scene.pages["consultations.CallForProposalsPage"].activity
    writer = Actor(user=administrator)
    scene.values |= make_text_at_work(activity.space, person, writer)
    scene.values |= make_desk(commune, activity, person, administrator)
    consultation = scene.pages["consultations.ConsultationPage"].consultation
    scene.values["method_line"] = make_method(consultation, scene.values["group"], writer)
    return scene


def _consultation(scene: Scene, person: Any, commune: Organisation, site: Page) -> None:
    call = make_call(organisation=commune, territories=[commune])
    consultation = ConsultationPage.objects.get(pk=call.get_parent().pk)
    proposal = make_contribution(call.activity, person)
    activity = create_activity(
        actor=SYSTEM, space=call.activity.space, kind=ActivityKind.BALLOT, title="Oui ou non"
    )
    open_always(actor=SYSTEM, activity=activity, acts=[Act.VOTE])
    ballot = create_ballot(
        actor=SYSTEM, activity=activity, question="Le faut-il ?", rule_text="Une voix chacun."
    )
    open_ballot(actor=SYSTEM, ballot=ballot)
    draft = draft_decision(actor=SYSTEM, space=call.activity.space, title="Ce qui est décidé")
    signed = draft_decision(
        actor=SYSTEM,
        space=call.activity.space,
        title="Planter le long du canal",
        summary="La haie est plantée cet hiver, sur toute la berge.",
        question="Faut-il planter le long du canal ?",
        decided_by_name="Le conseil municipal",
        decided_on=timezone.localdate(),
    )
    add_item(
        actor=SYSTEM,
        decision=signed,
        case=proposal.case,
        outcome=Outcome.ACCEPTED,
        reason="La berge appartient à la commune et la haie y a sa place.",
        next_steps="Plantation en novembre, avec les écoles.",
    )
    set_commitment(
        actor=SYSTEM,
        decision=signed,
        text="La haie est plantée",
        due_on=timezone.localdate() + timedelta(days=200),
    )
    sign_decision(actor=SYSTEM, decision=signed)
    decisions = _child(site, DecisionIndexPage, "Décisions")
    scene.values |= {
        "number": proposal.case.number,
        "proposal_id": proposal.pk,
        "slug": consultation.consultation.space.slug,
        "consultation_phase": call.activity.space.phases.first().pk,
        "call_activity": call.activity_id,
        "ballot_activity": activity.pk,
    }
    scene.pages |= {
        "consultations.ConsultationIndexPage": consultation.get_parent().specific,
        "consultations.ConsultationPage": consultation,
        "consultations.CallForProposalsPage": call,
        "consultations.BallotPage": _child(
            consultation, BallotPage, "Oui ou non", activity=activity
        ),
        "decisions.DecisionIndexPage": decisions,
        "decisions.DecisionPage": _child(
            decisions, DecisionPage, "Planter le long du canal", decision=signed
        ),
        "draft": _child(decisions, DecisionPage, "Ce qui est décidé", decision=draft),
    }


def _council(scene: Scene, commune: Organisation, here: Page, person: Any) -> None:
    council = make_council()
    request = make_request(council, department=make_department())
    make_request(council, title="Banc cassé", text="Le dossier est tombé.", hold="reading")
    sheet = FollowUpFormat("suivi.csv").read(
        SimpleUploadedFile("suivi.csv", SHEET.encode(), "text/csv")
    )
    sent = start_import(
        actor=SYSTEM, organisation=commune, council=council, file_name="suivi.csv", sheet=sheet
    )
    member = CouncilMembership.objects.create(
        council=council,
        person=make_person("Membre"),
        college="resident",
        term_starts_on=timezone.localdate(),
    )
    start = timezone.now() - timedelta(days=9)
    meeting = schedule_meeting(
        actor=SYSTEM,
        council=council,
        title="Réunion de printemps",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Salle des fêtes",
    )
    scene.values |= {
        "council": council,
        "member": member.pk,
        "meeting_id": meeting.pk,
        "request": request.case.number,
        "import_id": sent.pk,
        "answer_file_key": str(
            AnswerFile.objects.create(
                case=request.case, file="answers/1.pdf", kind="pdf", title="Plan", size=10
            ).key
        ),
        "photo_id": RequestPhoto.objects.create(
            request=request, file="requests/1.webp", width=8, height=6
        ).pk,
    }
    make_opinion(request.case)
    scene.values |= make_council_life(council, member, person)
    page = page_of(council)
    scene.pages |= {
        "neighbourhood_councils.CouncilIndexPage": CouncilIndexPage.objects.descendant_of(
            here
        ).get(),
        "neighbourhood_councils.CouncilPage": page,
        "neighbourhood_councils.RequestIndexPage": make_request_page(),
    }


def _workshop(scene: Scene, person: Any) -> None:
    workshop = make_workshop()
    session = make_session(workshop)
    page = make_workshop_page(workshop)
    register(actor=SYSTEM, session=session, person=person)
    past = timezone.now() - timedelta(days=4)
    held = make_session(workshop, title="Séance tenue", capacity=None)
    Session.objects.filter(pk=held.pk).update(starts_at=past, ends_at=past + timedelta(hours=2))
    closed = make_room(session=Session.objects.get(pk=held.pk))
    set_state(who=runner(closed), state="closed")
    room = make_room_in_the_middle(session, Actor(person=person))
    scene.values |= {
        "session_id": session.pk,
        "room_id": room.pk,
        "room_code": room.code,
        "closed_room_id": closed.pk,
    }
    scene.pages |= {
        "workshops.WorkshopIndexPage": page.get_parent().specific,
        "workshops.WorkshopPage": page,
    }


def _website(scene: Scene, site: Page, here: Page, elsewhere: Page) -> None:
    GlossaryTerm.objects.create(term="Concertation", definition="Décider après avoir écouté.")
    news = _child(here, NewsIndexPage, "Actualités")
    content = _child(here, ContentPage, "Votre hôtel de ville")
    scene.values["theirs"] = _child(elsewhere, ContentPage, "Votre mairie").pk
    private = _child(here, ContentPage, "Entre nous")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    scene.values |= {"own_page": content.pk, "home_page": here.pk, "private": private}
    scene.pages |= {
        "territory.OrganisationPage": here,
        "home.ContentPage": content,
        "home.NewsIndexPage": news,
        "home.NewsPage": _child(news, NewsPage, "La halle rouvre"),
        "home.GlossaryPage": _child(site, GlossaryPage, "Glossaire"),
    }


def _rules(scene: Scene, commune: Organisation, person: Any) -> None:
    Heartbeat.objects.create(name="tick", ran_at=timezone.now())
    notice = Notice.objects.create(
        person=person,
        kind="case.answered",
        about="cases.case:1",
        once_key="scene",
        mail_key="scene",
        organisation=commune,
        subject="Une réponse",
        body="Elle est à lire.",
        level=Level.IMMEDIATE,
        medium=Medium.LETTER,
        state=NoticeState.TO_CONTACT,
    )
    competence = Competence.objects.create(name="Éclairage", code="eclairage")
    scene.values |= {
        "notice_id": notice.pk,
        "message": reverse("message", args=[message_code(notice.pk)]),
        "person_id": person.pk,
        "rows": {
            "organisations": commune.pk,
            "neighbourhoods": make_neighbourhood(commune).pk,
            "departments": make_department(commune).pk,
            "roles": grant(make_user("nadia@example.org", "Nadia"), Role.DESK, commune).pk,
            "themes": make_theme().pk,
            "competences": competence.pk,
            "competence-holders": CompetenceHolder.objects.create(
                competence=competence, holder=commune, territory=commune
            ).pk,
            "glossary": GlossaryTerm.objects.get().pk,
            "public-names": PublicName.objects.create(name="Anne Durand", organisation=commune).pk,
            "announced-delays": ServiceLevel.objects.create(
                organisation=commune, origin=CaseOrigin.REQUEST, working_days=20
            ).pk,
            "answer-rules": AnswerRules.objects.create(organisation=commune).pk,
            "typed-answers": make_typed_answer(commune).pk,
            "request-types": RequestType.objects.create(name="Une lampe éteinte", slug="lampe").pk,
            "councils": scene.values["council"].pk,
            "council-members": scene.values["member"],
            "council-trainings": scene.values["training_id"],
            "council-training-dates": scene.values["training_date_id"],
            "workshops": create_workshop(
                actor=SYSTEM,
                organisation=commune,
                title="Notre école",
                purpose="Dessiner ensemble la cour.",
            ).pk,
            "mixed-groups": scene.values["group"].pk,
            "sessions": scene.values["meeting_id"],
            "consultations": scene.pages["consultations.ConsultationPage"].consultation_id,
            "reasoned-decisions": scene.pages["draft"].decision_id,
            "commitments": scene.pages["decisions.DecisionPage"].decision.commitments.get().pk,
            "journal": JournalEntry.objects.filter(organisation_id=commune.pk).first().pk,
        },
    }


def make_history(scene: Scene) -> None:
    """Add what has already happened: votes, a result, a promise, a comment, a report, a term."""
    commune = make_commune("saint-aurel")
    call = scene.pages["consultations.CallForProposalsPage"]
    proposal = Contribution.objects.get(case__number=scene.values["number"])
    voters = [make_person(f"Voix {number}", assurance_level=10) for number in range(2)]
    comment = post_comment(
        actor=SYSTEM, target=proposal, person=voters[0], text="Je suis pour.", stance="for"
    )
    Report.objects.create(reported=comment, organisation=commune, rule=Rule.values[0])
    point = PointDraft("Tout le monde y est favorable.", [comment.pk])
    administrator = make_user("admin@example.org")
    close_discussion(actor=Actor(user=administrator), target=proposal, points=[point])
    make_contribution(call.activity, voters[1], text="Appelez-moi vite au 06 12 34 56 78, merci.")
    _votes(scene, voters)
    _promises(scene)
    _requests(scene)
    make_answered_group(commune)
    make_text_history(Actor(user=administrator), call.activity.space)
    make_a_promise_kept(scene.pages["consultations.ConsultationPage"].consultation)


def _votes(scene: Scene, voters: list[Any]) -> None:
    space = scene.pages["consultations.CallForProposalsPage"].activity.space
    running = Ballot.objects.get()
    RollEntry.objects.create(ballot=running, person=voters[1], college="resident")
    cast_ballot(actor=SYSTEM, ballot=running, person=voters[0], choice="for", channel="desk")
    activity = create_activity(
        actor=SYSTEM, space=space, kind=ActivityKind.BALLOT, title="Le premier vote"
    )
    open_always(actor=SYSTEM, activity=activity, acts=[Act.VOTE])
    past = create_ballot(
        actor=SYSTEM, activity=activity, question="Le fallait-il ?", rule_text="Une voix chacun."
    )
    past = open_ballot(actor=SYSTEM, ballot=past)
    RollEntry.objects.create(ballot=past, person=voters[1], college="resident")
    cast_ballot(actor=SYSTEM, ballot=past, person=voters[0], choice="for", channel="desk")
    activity.settings.all().delete()
    close_ballot(actor=SYSTEM, ballot=Ballot.objects.get(pk=past.pk))


def _promises(scene: Scene) -> None:
    signed = scene.pages["decisions.DecisionPage"].decision
    answered = signed.items.get()
    follow_commitment(
        actor=SYSTEM,
        commitment=signed.commitments.get(),
        state="under_way",
        text="Les plants sont commandés à la pépinière.",
    )
    # A decision that is ready to sign but for its date.
    ready = draft_decision(actor=SYSTEM, space=signed.space, title="Ce qui reste à signer")
    DecisionItem.objects.create(
        decision=ready,
        case=make_answered_case(),
        outcome=answered.outcome,
        reason=answered.reason,
        next_steps=answered.next_steps,
    )


def _requests(scene: Scene) -> None:
    """Add a request asked twice, one of the two with a photo, and a third apart."""
    council = scene.values["council"]
    original, duplicate, _apart = (make_request(council, title=f"Lampe {n}") for n in range(3))
    DuplicateLink.objects.create(original=original, duplicate=duplicate)
    RequestPhoto.objects.create(request=original, file="requests/0.webp", width=8, height=6)
