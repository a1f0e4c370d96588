"""The ballot of an activity: question, rule, list of voters, opening, count."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.accounts.models import Person
from civic.core.exceptions import Refusal
from civic.participation.enums import ActivityKind
from civic.voting.enums import BallotState, Electorate
from civic.voting.models import Ballot
from civic.voting.policies import can_run
from civic.voting.services import (
    change_ballot,
    close_ballot,
    create_ballot,
    enroll,
    open_ballot,
)

from ...admin_forms import BallotForm, ConfirmForm, RollForm
from .screens import FormScreen, address

UNKNOWN_SHOWN = 20


class _BallotScreen(FormScreen):
    def find(self) -> None:
        self.activity = self._activity()
        if self.activity.kind != ActivityKind.BALLOT:
            raise PermissionDenied
        self.ballot = Ballot.objects.filter(activity=self.activity).first()
        if not can_run(self.actor, self.ballot or Ballot(activity=self.activity)):
            raise PermissionDenied
        if self.ballot is not None:
            self.ballot.activity = self.activity


class BallotView(_BallotScreen):
    """Write the question and the rules of a ballot, until it opens."""

    form_class = BallotForm
    heading = gettext_lazy("Question and rule of the ballot")
    introduction = gettext_lazy(
        "From the opening on nothing of this can change, not even by an administrator: it is what "
        "people vote under."
    )
    afterwards = gettext_lazy(
        "The ballot opens by itself with the phase that opens the vote, and is counted when it is "
        "over."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy for the form, which writes on its instance even when something is refused.
        stored = Ballot.objects.filter(activity=self.activity).first()
        return super().get_form_kwargs() | {"instance": stored or Ballot(activity=self.activity)}

    def facts(self) -> list[str]:
        if self.ballot is not None and self.ballot.state != BallotState.DRAFT:
            return [_("This ballot has opened: its rules are fixed.")]
        return []

    def write(self, form: BallotForm) -> HttpResponse:
        if self.ballot is None:
            made = create_ballot(actor=self.actor, activity=self.activity, **form.cleaned_data)
        else:
            made = change_ballot(actor=self.actor, ballot=self.ballot, **form.cleaned_data)
        if made.electorate == Electorate.LISTED and not made.roll.exists():
            return self.done(
                _("The rule is saved. Now list those who may vote."),
                to=address("roll", self.consultation, self.activity.pk),
            )
        return self.done(_("The question and the rule are saved."))


class RollView(_BallotScreen):
    """Put people on the list of those who may vote."""

    form_class = RollForm
    heading = gettext_lazy("List of voters")
    introduction = gettext_lazy(
        "Each address is looked for among the people this site knows. The list is frozen when the "
        "ballot opens; it never says how anybody voted."
    )
    send = gettext_lazy("Add to the list")

    def find(self) -> None:
        super().find()
        if self.ballot is None:
            raise PermissionDenied

    def facts(self) -> list[str]:
        if self.ballot is None:
            return []
        return [_("On the list so far: %(count)s.") % {"count": self.ballot.roll.count()}]

    def write(self, form: RollForm) -> HttpResponse:
        wanted = form.cleaned_data["addresses"]
        people = Person.objects.filter(email__in=wanted, email_confirmed=True, erased_at=None)
        found = {person.email.lower(): person for person in people}
        added = enroll(
            actor=self.actor,
            ballot=self.ballot,  # type: ignore[arg-type]
            people=found.values(),
        )
        unknown = [one for one in wanted if one not in found]
        if unknown:
            form.add_error("addresses", self._unknown(added, unknown))
            return self.form_invalid(form)
        return self.done(_("Added to the list: %(count)s.") % {"count": added})

    @staticmethod
    def _unknown(added: int, unknown: list[str]) -> str:
        shown = ", ".join(unknown[:UNKNOWN_SHOWN]) + (" …" if unknown[UNKNOWN_SHOWN:] else "")
        return _(
            "Added to the list: %(added)s. Nobody is known under these confirmed addresses: "
            "%(unknown)s. They sign in once, or are registered at the desk, then add them again."
        ) % {"added": added, "unknown": shown}


class OpenBallotView(_BallotScreen):
    """Open a ballot that no phase opens by itself."""

    form_class = ConfirmForm
    heading = gettext_lazy("Open the ballot")
    send = gettext_lazy("Open the ballot now")
    afterwards = gettext_lazy("Its rules and its list of voters are fixed from then on.")

    def facts(self) -> list[str]:
        return [self.ballot.question, self.ballot.rule_text] if self.ballot else []

    def find(self) -> None:
        super().find()
        if self.ballot is None:
            raise PermissionDenied

    def write(self, form: ConfirmForm) -> HttpResponse:
        if not self.consultation.is_published:
            raise Refusal(_("Publish the consultation first: nobody can see this ballot."))
        open_ballot(actor=self.actor, ballot=self.ballot)  # type: ignore[arg-type]
        return self.done(_("The ballot is open."))


class CloseBallotView(_BallotScreen):
    """Count a ballot whose time is over."""

    form_class = ConfirmForm
    heading = gettext_lazy("Count the ballot")
    send = gettext_lazy("Close and count")
    afterwards = gettext_lazy(
        "The result, by college and by channel, and the file to count it again are public at once; "
        "a closed ballot is never opened again."
    )

    def find(self) -> None:
        super().find()
        if self.ballot is None:
            raise PermissionDenied

    def write(self, form: ConfirmForm) -> HttpResponse:
        close_ballot(actor=self.actor, ballot=self.ballot)  # type: ignore[arg-type]
        return self.done(_("The ballot is closed and counted."))
