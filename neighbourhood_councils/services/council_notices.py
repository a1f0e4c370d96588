"""What members, residents and those who answer are told by a council, each once."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.accounts.enums import Role
from civic.accounts.models import Person
from civic.audit.services import key_of
from civic.core.logic.dates import written_day
from civic.notifications.services.notices import notify, notify_all
from civic.participation.models import Session

from ..enums import AgendaState
from ..models import (
    AgendaProposal,
    CouncilMinutes,
    CouncilQuestion,
    CouncilReply,
    NeighbourhoodCouncil,
    Referral,
)
from ..policies import ANSWERERS
from ..selectors.councils import council_pages
from ..selectors.members import people_of
from ..selectors.referrals import referral_url, referral_urls, referrals_with_overdue_reply

AGENDA_DECIDED = "council.agenda_decided"
QUESTIONS_SENT = "council.questions_sent"
QUESTION_ANSWERED = "council.question_answered"
MINUTES_TO_CORRECT = "council.minutes_to_correct"
MINUTES_PUBLISHED = "council.minutes_published"
REFERRAL_MOVED = "council.referral"
REPLY_OVERDUE = "council.reply_overdue"
# Those who see to it that the body answers.
REMINDED = (Role.MANAGER, Role.DECIDER)


def tell_agenda_decided(proposal: AgendaProposal) -> None:
    """Tell whoever proposed an item what becomes of it, and why."""
    page = council_pages([proposal.council.space_id]).get(proposal.council.space_id)
    with translation.override(proposal.person.language):
        if proposal.state == AgendaState.KEPT and proposal.meeting is not None:
            lines = [
                _("« %(title)s » is on the agenda of the meeting of %(day)s, %(place)s.")
                % {
                    "title": proposal.title,
                    "day": _day(proposal.meeting),
                    "place": proposal.meeting.place,
                },
                proposal.reason,
                _("Come and speak of it: meetings are open to everybody."),
            ]
        else:
            lines = [
                _("« %(title)s » is not on the next agenda. The reason:")
                % {"title": proposal.title},
                proposal.reason,
                _("It stays on the list, and may be kept later."),
            ]
        notify(
            person=proposal.person,
            kind=AGENDA_DECIDED,
            about=key_of(proposal),
            subject=_("What becomes of the subject you proposed"),
            body="\n\n".join(line for line in lines if line),
            url=page.url_of("agenda") if page else "",
            organisation=proposal.council.space.organisation,
            key=f"{proposal.state}:{proposal.decided_at:%Y%m%d%H%M%S%f}",
        )


def tell_questions_sent(session: Session, questions: list[CouncilQuestion]) -> None:
    """Give those who answer the questions, whole, and the day the answers are due."""
    roles = "user__role_assignments"
    people = Person.objects.filter(
        **{
            "user__is_active": True,
            f"{roles}__role__in": [role for role in ANSWERERS if role != "officer"],
            f"{roles}__organisation": session.space.organisation_id,
        }
    ).distinct()
    _tell(
        people.order_by("pk"),
        QUESTIONS_SENT,
        session,
        key=",".join(str(question.pk) for question in questions),
        subject=lambda: (
            ngettext(
                "%(n)s question of a council, to answer",
                "%(n)s questions of a council, to answer",
                len(questions),
            )
            % {"n": len(questions)}
        ),
        body=lambda: "\n\n".join(
            [
                _("For the meeting of %(day)s of « %(council)s »: each answer is due that day.")
                % {"day": _day(session), "council": session.space.title},
                *(f"– {question.text}" for question in questions),
            ]
        ),
        route="public_meeting",
    )


def tell_question_answered(session: Session, question: CouncilQuestion) -> None:
    """Give the members of a council the answer to its question."""
    _tell(
        people_of(session.space_id, timezone.localdate()),
        QUESTION_ANSWERED,
        session,
        key=f"answer:{question.pk}",
        subject=lambda: (
            _("An answer to a question of « %(council)s »") % {"council": session.space.title}
        ),
        body=lambda: "\n\n".join([f"« {question.text} »", question.answer, question.answered_as]),
        route="public_meeting",
    )


def tell_minutes_to_correct(session: Session, draft: CouncilMinutes) -> None:
    """Ask the members of a council to read and correct the minutes of a meeting."""
    until = timezone.localtime(draft.corrections_until) if draft.corrections_until else None
    _tell(
        people_of(session.space_id, timezone.localdate()),
        MINUTES_TO_CORRECT,
        session,
        key=f"v{draft.version}:{until:%Y%m%d}",
        subject=lambda: (
            _("The minutes of « %(title)s », to be corrected") % {"title": session.title}
        ),
        body=lambda: (
            _(
                "Read what will be published, and say what should be changed, until %(date)s. By "
                "telephone or at the desk, somebody writes it down for you."
            )
            % {"date": written_day(until) if until else ""}
        ),
        route="review_minutes",
    )


def tell_minutes_published(session: Session) -> None:
    """Send the published minutes to the members of a council."""
    _tell(
        people_of(session.space_id, timezone.localdate()),
        MINUTES_PUBLISHED,
        session,
        key=f"{session.minutes_published_at:%Y%m%d%H%M%S}",
        subject=lambda: _("The minutes of « %(title)s »") % {"title": session.title},
        body=lambda: session.minutes,
        route="public_meeting",
    )


def tell_asked(referral: Referral, councils: Iterable[NeighbourhoodCouncil]) -> None:
    """Tell the members of the councils what they are asked, and until when."""
    _tell_councils(
        referral,
        [council.space_id for council in councils],
        key="asked",
        subject=lambda: (
            _("Your council is asked for its opinion: %(title)s") % {"title": referral.title}
        ),
        body=lambda: "\n\n".join(
            [
                f"« {referral.question} »",
                _("The opinion is due by %(opinion)s, the reply by %(reply)s.")
                % {
                    "opinion": written_day(referral.opinions_due_on),
                    "reply": written_day(referral.reply_due_on),
                },
            ]
        ),
    )


def tell_reply_given(referral: Referral, reply: CouncilReply) -> None:
    """Give the members of the councils the reply, whole."""
    _tell_councils(
        referral,
        _spaces_of(referral),
        key="replied",
        subject=lambda: _("The reply to your opinion: %(title)s") % {"title": referral.title},
        body=lambda: "\n\n".join(
            [str(reply.get_outcome_display()), reply.reason, reply.next_steps, reply.decided_by]
        ),
    )


def tell_reply_postponed(referral: Referral, reason: str) -> None:
    """Tell the members of the councils that the reply comes later, and why."""
    _tell_councils(
        referral,
        _spaces_of(referral),
        key=f"postponed:{referral.reply_due_on}",
        subject=lambda: _("The reply is put off: %(title)s") % {"title": referral.title},
        body=lambda: (
            _("The reply is now due on %(day)s. %(reason)s")
            % {
                "day": written_day(referral.reply_due_on),
                "reason": reason,
            }
        ),
    )


def remind_overdue_replies(moment: datetime) -> int:
    """Tell once, for each promised date, whoever must see that a council gets its late reply."""
    told = 0
    late = list(referrals_with_overdue_reply(timezone.localdate(moment)))
    urls = referral_urls(late)
    for referral in late:
        people = _reminded(referral, moment)
        due = referral.reply_due_on
        for language in sorted({person.language for person in people}):
            with translation.override(language):
                told += len(
                    notify_all(
                        people=[person for person in people if person.language == language],
                        kind=REPLY_OVERDUE,
                        about=key_of(referral),
                        subject=_("Reply overdue: %(title)s") % {"title": referral.title},
                        body=_(
                            "The reply of %(body)s to the opinions of the councils was due on "
                            "%(day)s. Its page says so to everybody. Publish it, or give a new "
                            "date with a reason."
                        )
                        % {"body": referral.asked_by.name, "day": written_day(due)},
                        url=urls.get(referral.pk, ""),
                        organisation=referral.organisation,
                        key=f"overdue:{due}",
                    )
                )
    return told


def _reminded(referral: Referral, moment: datetime) -> list[Person]:
    # The body that owes the reply signs it; the body of the councils sees that they get it.
    roles = "user__role_assignments__"
    deciding = {f"{roles}role__in": REMINDED, f"{roles}organisation": referral.asked_by_id}
    seeing = {f"{roles}role": Role.MANAGER, f"{roles}organisation": referral.organisation_id}
    return list(
        Person.objects.filter(
            Q(**{f"{roles}expires_at": None}) | Q(**{f"{roles}expires_at__gt": moment}),
            Q(**deciding) | Q(**seeing),
            user__is_active=True,
            erased_at=None,
            **{f"{roles}department": None, f"{roles}space_id": None},
        )
        .distinct()
        .order_by("pk")
    )


def _spaces_of(referral: Referral) -> list[int]:
    return list(referral.opinions.order_by("pk").values_list("council__space", flat=True))


def _tell_councils(
    referral: Referral,
    spaces: list[int],
    *,
    key: str,
    subject: Callable[[], str],
    body: Callable[[], str],
) -> None:
    today = timezone.localdate()
    people = {person.pk: person for space in spaces for person in people_of(space, today)}
    url = referral_url(referral)
    for language in sorted({person.language for person in people.values()}):
        with translation.override(language):
            notify_all(
                people=[person for person in people.values() if person.language == language],
                kind=REFERRAL_MOVED,
                about=key_of(referral),
                subject=subject(),
                body=body(),
                url=url,
                organisation=referral.organisation,
                key=key,
            )


def _tell(
    people: Iterable[Person],
    kind: str,
    session: Session,
    *,
    key: str,
    subject: Callable[[], str],
    body: Callable[[], str],
    route: str,
) -> None:
    page = council_pages([session.space_id]).get(session.space_id)
    everybody = list(people)
    for language in sorted({person.language for person in everybody}):
        with translation.override(language):
            notify_all(
                people=[person for person in everybody if person.language == language],
                kind=kind,
                about=key_of(session),
                subject=subject(),
                body=body(),
                url=page.url_of(route, meeting_id=session.pk) if page else "",
                organisation=session.space.organisation,
                key=key,
            )


def _day(session: Session) -> str:
    return str(written_day(timezone.localtime(session.starts_at)))
