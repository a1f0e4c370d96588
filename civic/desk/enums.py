"""Vocabulary of paper, desk and telephone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import Role


class SheetKind(models.TextChoices):
    """A form on paper; the value begins its address, `LETTER_OF` its code."""

    PROPOSAL = "proposition", _("proposal")
    REQUEST = "demande", _("request")
    SUPPORT = "soutien", _("list of supports")
    REGISTRATION = "inscription", _("registration")
    COMMENT = "commentaire", _("comment")


LETTER_OF: dict[str, str] = {
    SheetKind.PROPOSAL: "P",
    SheetKind.REQUEST: "D",
    SheetKind.SUPPORT: "S",
    SheetKind.REGISTRATION: "I",
    SheetKind.COMMENT: "C",
}


class SheetState(models.TextChoices):
    """A numbered sheet serves once; a list of supports is entered line by line, then closed."""

    BLANK = "blank", _("not come back yet")
    ENTERED = "entered", _("entered")
    VOIDED = "voided", _("cancelled")


class ConsentHow(models.TextChoices):
    """How somebody agreed."""

    SIGNATURE = "signature", _("by signing the sheet")
    ORAL = "oral", _("aloud, after the sentence was read out")
    WRITTEN = "written", _("in the letter or the e-mail they wrote")


class MandateScope(models.TextChoices):
    """What a helper may do for somebody."""

    ALL = "all", _("everything that is done at this desk")
    SPACE = "space", _("one consultation, workshop or council")


class LetterState(models.TextChoices):
    """Where a letter stands."""

    WRITTEN = "written", _("to print")
    PRINTED = "printed", _("printed")
    POSTED = "posted", _("handed over to the post")
    RETURNED = "returned", _("came back")


class CallOutcome(models.TextChoices):
    """What became of a call."""

    REACHED = "reached", _("reached and told")
    NO_ANSWER = "no_answer", _("no answer")
    REFUSED = "refused", _("does not want to be called")


class PromiseState(models.TextChoices):
    """A promised call; broken is for ever, so that the count is honest."""

    PENDING = "pending", _("to call")
    KEPT = "kept", _("called in time")
    BROKEN = "broken", _("not called in time")
    MOVED = "moved", _("moved to another hour")


DESK_ROLES = (Role.DESK, Role.OFFICER, Role.FACILITATOR, Role.MODERATOR)
