"""The acts of the desk: each calls the service that serves whoever acts online."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.cases.models import Request
from civic.cases.selectors import clear_type, route_for
from civic.cases.services.requests import file_request
from civic.core.exceptions import Refusal
from civic.discussion.services import post_comment
from civic.discussion.services import report as file_report
from civic.participation.enums import Act
from civic.participation.models import Contribution, Registration
from civic.participation.policies import can_enter_for_others
from civic.participation.services.contributions import (
    edit_contribution,
    submit_contribution,
    withdraw_contribution,
)
from civic.participation.services.hops import tell_request_received
from civic.participation.services.registrations import cancel_registration, register
from civic.participation.services.reviews import ask_for_review
from civic.territory.selectors import check_place
from civic.texts.services.amendments import submit_amendment
from civic.voting.services import cast_ballot
from civic.voting.services.supports import support, withdraw_support

from ..enums import SheetKind
from ..registry import DeskAct, Done, Given, desk_registry

_CALL = "consultations.CallForProposalsPage"
_WORKSHOP = "workshops.WorkshopPage"
_REQUESTS = "neighbourhood_councils.RequestIndexPage"


def _contribute(given: Given) -> Done:
    data = given.data
    contribution = submit_contribution(
        actor=given.actor,
        activity=data["activity"],
        person=given.person,
        title=data["title"],
        text=data["text"],
        theme=data.get("theme"),
        commune=data.get("commune"),
        neighbourhood=data.get("neighbourhood"),
        place=data.get("place", ""),
        channel=given.channel,
        accepted_conditions=given.conditions,
        submission_key=given.submission_key,
        said_at=given.said_at,
        people_count=data.get("people_count") or 1,
        language=given.language,
    )
    case = contribution.case
    return Done(contribution, case.number, case.promised_on)


def _ask(given: Given) -> Done:
    data = given.data
    space = data["space"]
    if not can_enter_for_others(given.actor, space):
        raise Refusal(_("This council belongs to another desk."), code="other_desk", field="space")
    check_place(data.get("place", ""), is_confirmed=bool(data.get("place_confirmed")))
    neighbourhood = desk_registry.neighbourhood_of(space.pk)
    kind = data.get("request_type") or clear_type(f"{data['title']} {data['text']}")
    to = route_for(kind, space.organisation, neighbourhood)
    request = file_request(
        actor=given.actor,
        organisation=space.organisation,
        holder=to.organisation,
        department=to.department,
        request_type=kind,
        title=data["title"],
        text=data["text"],
        person=given.person,
        channel=given.channel,
        college=given.person.college,
        neighbourhood=neighbourhood,
        space_id=space.pk,
        place=data.get("place", ""),
        said_on=timezone.localdate(given.said_at),
        submission_key=given.submission_key,
    )
    tell_request_received(request)
    return Done(request, request.case.number, request.case.promised_on)


def _support(given: Given) -> Done:
    contribution = given.data["contribution"]
    row = support(
        actor=given.actor,
        contribution=contribution,
        person=given.person,
        channel=given.channel,
        said_at=given.said_at,
    )
    return Done(row, contribution.number, said=contribution.title)


def _take_support_back(given: Given) -> Done:
    contribution = given.data["contribution"]
    there_was_one = withdraw_support(
        actor=given.actor,
        contribution=contribution,
        person=given.person,
        channel=given.channel,
    )
    if not there_was_one:
        raise Refusal(
            _("This person had not supported this proposal."), code="no_support", field="number"
        )
    return Done(contribution, contribution.number, said=contribution.title)


def _register(given: Given) -> Done:
    session = given.data["session"]
    row = register(
        actor=given.actor,
        session=session,
        person=given.person,
        needs=given.data.get("needs", ""),
        channel=given.channel,
        url=desk_registry.address_of_space(session.space_id),
    )
    when = timezone.localtime(session.starts_at)
    return Done(row, said=f"{session.title}, {when:%d/%m/%Y %H:%M} – {row.get_state_display()}")


def _cancel_registration(given: Given) -> Done:
    session = given.data["session"]
    row = Registration.objects.filter(session=session, person=given.person).first()
    if row is None:
        raise Refusal(
            _("This person has no place at this session."), code="no_place", field="session"
        )
    cancel_registration(
        actor=given.actor,
        registration=row,
        url=desk_registry.address_of_space(session.space_id),
    )
    return Done(row, said=session.title)


def _comment(given: Given) -> Done:
    contribution = given.data["contribution"]
    row = post_comment(
        actor=given.actor,
        target=contribution,
        person=given.person,
        text=given.data["text"],
        stance=given.data["stance"],
        channel=given.channel,
        submission_key=given.submission_key,
        language=given.language,
        said_at=given.said_at,
    )
    return Done(row, contribution.number, said=contribution.title)


def _amend(given: Given) -> Done:
    paragraph = given.data["paragraph"]
    detail = submit_amendment(
        actor=given.actor,
        paragraph=paragraph,
        base=paragraph.current,
        person=given.person,
        words=given.data.get("words", ""),
        why=given.data["why"],
        aim=given.data["aim"],
        channel=given.channel,
        accepted_conditions=given.conditions,
        submission_key=given.submission_key,
        language=given.language,
        said_at=given.said_at,
    )
    case = detail.contribution.case
    return Done(detail.contribution, case.number, case.promised_on)


def _comment_paragraph(given: Given) -> Done:
    row = post_comment(
        actor=given.actor,
        target=given.data["paragraph"],
        person=given.person,
        text=given.data["text"],
        stance=given.data["stance"],
        channel=given.channel,
        submission_key=given.submission_key,
        language=given.language,
        said_at=given.said_at,
    )
    return Done(row, said=given.data["paragraph"].text.title)


def _own(given: Given) -> Contribution:
    contribution: Contribution = given.data["contribution"]
    if contribution.author_id != given.person.pk:
        raise Refusal(
            _("This proposal was made by somebody else."), code="other_author", field="number"
        )
    return contribution


def _edit(given: Given) -> Done:
    row = edit_contribution(
        actor=given.actor,
        contribution=_own(given),
        title=given.data["title"],
        text=given.data["text"],
        channel=given.channel,
    )
    return Done(row, row.number, row.case.promised_on)


def _withdraw(given: Given) -> Done:
    row = withdraw_contribution(
        actor=given.actor,
        contribution=_own(given),
        reason=given.data["reason"],
        channel=given.channel,
    )
    return Done(row, row.number)


def _review(given: Given) -> Done:
    case = given.data["case"]
    said = Contribution.objects.filter(case=case, author=given.person)
    asked = Request.objects.filter(case=case, person=given.person)
    if not (said.exists() or asked.exists()):
        raise Refusal(
            _("This was said by somebody else."), code="other_author", field="case_number"
        )
    reviewed = ask_for_review(actor=given.actor, case=case, reason=given.data["reason"])
    return Done(reviewed, reviewed.number)


def _report(given: Given) -> Done:
    contribution = given.data["contribution"]
    # Nobody has to give a name to report: the journal alone keeps who typed it.
    row = file_report(
        actor=given.actor,
        target=contribution,
        rule=given.data["rule"],
        text=given.data.get("text", ""),
        who=f"desk:{given.actor.journal_name}",
    )
    return Done(row, contribution.number, said=contribution.title)


def _report_comment(given: Given) -> Done:
    comment = given.data["comment"]
    row = file_report(
        actor=given.actor,
        target=comment,
        rule=given.data["rule"],
        text=given.data.get("text", ""),
        who=f"desk:{given.actor.journal_name}",
    )
    return Done(row, said=f"{comment.person.public_name} : « {comment.comment[:120]} »")


def _vote(given: Given) -> Done:
    ballot: Any = given.data["activity"].ballot
    code = cast_ballot(
        actor=given.actor,
        ballot=ballot,
        person=given.person,
        choice=given.data["choice"],
        reason=given.data.get("reason", ""),
        channel=given.channel,
        accepted_conditions=given.conditions,
    )
    return Done(ballot, said=ballot.question, secret=code)


def declare_acts() -> None:
    """Declare what is done at the desk, and what it stands for online."""
    desk_registry.act(
        DeskAct(
            "contribution",
            gettext_lazy("A proposal"),
            _contribute,
            sheet=SheetKind.PROPOSAL,
            covers=frozenset({Act.CONTRIBUTE}),
            online=frozenset({f"{_CALL}:write_step", f"{_CALL}:receipt"}),
            typed=("title", "text", "place"),
        ),
        DeskAct(
            "demande",
            gettext_lazy("A request to a council"),
            _ask,
            sheet=SheetKind.REQUEST,
            online=frozenset({f"{_REQUESTS}:file_step", f"{_REQUESTS}:receipt"}),
            typed=("title", "text", "place"),
        ),
        DeskAct(
            "soutien",
            gettext_lazy("A support"),
            _support,
            sheet=SheetKind.SUPPORT,
            covers=frozenset({Act.SUPPORT}),
            online=frozenset({f"{_CALL}:support", "api_support", "text_amendment_support"}),
        ),
        DeskAct(
            "inscription",
            gettext_lazy("A place at a session"),
            _register,
            sheet=SheetKind.REGISTRATION,
            online=frozenset({f"{_WORKSHOP}:register"}),
        ),
        DeskAct(
            "commentaire",
            gettext_lazy("A comment"),
            _comment,
            sheet=SheetKind.COMMENT,
            covers=frozenset({Act.COMMENT}),
            online=frozenset({f"{_CALL}:comment", "text_amendment_comment"}),
            typed=("text",),
        ),
        DeskAct(
            "amendement",
            gettext_lazy("An amendment to a text"),
            _amend,
            covers=frozenset({Act.AMEND}),
            online=frozenset({"text_amend"}),
        ),
        DeskAct(
            "paragraphe",
            gettext_lazy("A comment on a text"),
            _comment_paragraph,
            covers=frozenset({Act.COMMENT}),
            online=frozenset({"text_comment"}),
        ),
        DeskAct(
            "vote",
            gettext_lazy("A vote"),
            _vote,
            covers=frozenset({Act.VOTE}),
            online=frozenset(
                {
                    "consultations.BallotPage:vote",
                    "consultations.BallotPage:receipt",
                }
            ),
            needs_consent=False,
            # A moment beside a name would tell the order of the votes: the roll is the trace.
            leaves_no_entry=True,
        ),
        DeskAct(
            "changer",
            gettext_lazy("Change a proposal"),
            _edit,
            online=frozenset({f"{_CALL}:edit"}),
            typed=("title", "text"),
        ),
        DeskAct(
            "retirer",
            gettext_lazy("Withdraw a proposal"),
            _withdraw,
            online=frozenset({f"{_CALL}:withdraw", "text_amendment_withdraw"}),
            needs_consent=False,
        ),
        DeskAct(
            "reexamen",
            gettext_lazy("Ask for a review of an answer"),
            _review,
            online=frozenset({"ask_review"}),
            needs_consent=False,
        ),
        DeskAct(
            "reprendre",
            gettext_lazy("Take a support back"),
            _take_support_back,
            online=frozenset({f"{_CALL}:support", "text_amendment_support"}),
            needs_consent=False,
        ),
        DeskAct(
            "annuler",
            gettext_lazy("Give a place back"),
            _cancel_registration,
            online=frozenset({f"{_WORKSHOP}:cancel"}),
            needs_consent=False,
        ),
        DeskAct(
            "signaler",
            gettext_lazy("Report a text"),
            _report,
            online=frozenset({f"{_CALL}:report", "text_amendment_report"}),
            needs_consent=False,
            leaves_no_entry=True,
        ),
        DeskAct(
            "signaler-commentaire",
            gettext_lazy("Report a comment"),
            _report_comment,
            online=frozenset({f"{_CALL}:report", "text_amendment_report", "text_report"}),
            needs_consent=False,
            leaves_no_entry=True,
        ),
    )
