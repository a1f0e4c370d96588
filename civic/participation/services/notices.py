"""What participants are told by the services of participation."""

from collections.abc import Callable

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.audit.services import key_of
from civic.cases.enums import Outcome
from civic.cases.models import Case
from civic.cases.selectors.details import extra_of
from civic.core.logic.dates import written_day
from civic.notifications.models import Follow
from civic.notifications.services.notices import notify, notify_all, tell_followers

from ..enums import RegistrationState
from ..models import Contribution, Session
from ..registry import participation_registry

RECEIVED = "contribution.received"
ANSWERED = "contribution.answered"


def tell_received(contribution: Contribution) -> None:
    """Send the receipt: the number, the promised date, where to follow it.

    Somebody who left no way to be reached has read the number on the screen, or on paper.
    """
    if not contribution.author.has_a_way_to_be_answered:
        return
    case = contribution.case
    with translation.override(contribution.author.language):
        promised = written_day(case.promised_on) if case.promised_on else ""
        notify(
            person=contribution.author,
            kind=RECEIVED,
            about=key_of(contribution),
            subject=_("Received: your contribution %(number)s") % {"number": case.number},
            body=_(
                "Your contribution was received under the number %(number)s. An argued answer is "
                "due by %(date)s. With this number alone, by telephone or at the desk, you are "
                "told where it stands."
            )
            % {"number": case.number, "date": promised},
            url=participation_registry.address_of(contribution) or "",
            organisation=contribution.activity.space.organisation,
            key="received",
        )


def tell_answered(case: Case) -> None:
    """Give the author and the followers of a contribution its answer, whole.

    Runs inside the transaction of the answer. Somebody without e-mail goes on the list of people
    to write to or call: the answer reaches them too.
    """
    contribution = (
        Contribution.objects.filter(case=case)
        .select_related("author", "activity__space__organisation")
        .first()
    )
    if contribution is None:
        return
    # Known from both sides: what else follows an answer does not read it again.
    contribution.case = case
    key = key_of(contribution)
    followers = Person.objects.filter(
        pk__in=Follow.objects.filter(target=key, muted=False).values("person_id")
    )
    people = {person.pk: person for person in followers}
    people[contribution.author_id] = contribution.author
    for language in sorted({person.language for person in people.values()}):
        with translation.override(language):
            notify_all(
                people=[person for person in people.values() if person.language == language],
                kind=ANSWERED,
                about=key,
                subject=_("The answer to « %(title)s »") % {"title": contribution.title},
                body="\n\n".join(
                    part
                    for part in (
                        str(Outcome(case.outcome).label),
                        case.reason,
                        case.next_steps,
                        extra_of(case).lines,
                    )
                    if part
                ),
                url=participation_registry.address_of(contribution) or "",
                organisation=contribution.activity.space.organisation,
                # A review is another answer, even on the same day.
                key=f"answered:{case.answered_on:%Y-%m-%d}{':review' if case.reviewed_on else ''}",
            )


def _who_comes(session: Session) -> list[Person]:
    return list(
        Person.objects.filter(
            registrations__session=session,
            registrations__state__in=[RegistrationState.CONFIRMED, RegistrationState.WAITING],
        ).order_by("pk")
    )


def tell_session_changed(session: Session, url: str) -> None:
    """Say to whoever has a place, or waits for one, when and where it now takes place."""
    moment = timezone.now()
    people = _who_comes(session)
    for language in sorted({person.language for person in people}):
        with translation.override(language):
            notify_all(
                people=[person for person in people if person.language == language],
                kind="registration",
                about=f"participation.session:{session.pk}",
                subject=_("Changed: %(title)s") % {"title": session.title},
                body=_(
                    "It now takes place on %(when)s, %(place)s. You keep your place, or your "
                    "rank on the waiting list; if you cannot come, give it back."
                )
                % {"when": _when(session), "place": _where(session)},
                url=url,
                organisation=session.space.organisation,
                key=f"changed:{moment:%Y%m%d%H%M%S%f}",
            )


def tell_session_cancelled(session: Session, url: str) -> int:
    """Say to whoever has a place, or waits for one, why it does not take place; count them."""
    people = _who_comes(session)
    for language in sorted({person.language for person in people}):
        with translation.override(language):
            notify_all(
                people=[person for person in people if person.language == language],
                kind="registration",
                about=f"participation.session:{session.pk}",
                subject=_("Cancelled: %(title)s") % {"title": session.title},
                body=_(
                    "What was announced for %(when)s, %(place)s, does not take place. %(reason)s"
                )
                % {
                    "when": _when(session),
                    "place": session.place,
                    "reason": session.cancelled_reason,
                },
                url=url,
                organisation=session.space.organisation,
                key="cancelled",
            )
    return len(people)


def tell_session_announced(session: Session) -> None:
    """Tell whoever follows a council or a workshop when it meets next."""
    if session.starts_at <= timezone.now():
        return
    _tell_followers(
        session,
        subject=lambda: _("%(title)s: a new date") % {"title": session.title},
        body=lambda: (
            _("It takes place on %(when)s, %(place)s.")
            % {"when": _when(session), "place": _where(session)}
        ),
        key=f"announced:{session.pk}",
    )


def tell_followers_of_cancellation(session: Session) -> None:
    """Tell whoever follows a council or a workshop that it does not meet, and why."""
    _tell_followers(
        session,
        subject=lambda: _("Cancelled: %(title)s") % {"title": session.title},
        body=lambda: session.cancelled_reason,
        key=f"cancelled:{session.pk}",
    )


def tell_minutes(session: Session) -> None:
    """Tell whoever follows a council or a workshop that its minutes can be read."""
    _tell_followers(
        session,
        subject=lambda: _("The minutes of « %(title)s »") % {"title": session.title},
        body=lambda: _("What was said on %(when)s can now be read.") % {"when": _when(session)},
        key=f"minutes:{session.pk}",
    )


def _tell_followers(
    session: Session, *, subject: Callable[[], str], body: Callable[[], str], key: str
) -> None:
    tell_followers(
        target=key_of(session.space),
        subject=subject,
        body=body,
        organisation=session.space.organisation,
        key=key,
    )


def _when(session: Session) -> str:
    return written_day(timezone.localtime(session.starts_at), "DATETIME_FORMAT")


def _where(session: Session) -> str:
    return ", ".join(part for part in (session.place, session.address) if part)
