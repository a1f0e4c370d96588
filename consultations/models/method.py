from django.db import models
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person, User
from civic.texts.models import Paragraph, Text, TextVersion

from ..enums import Kept
from ..logic.promises import LONGEST_ACCOUNT, SHORTEST_ACCOUNT
from .consultation import Consultation


class MethodNote(models.Model):
    """The framing note of a consultation, written together: a text with its versions (LC6).

    The text lives in the space where it is written: a mixed group, or the consultation itself.
    """

    consultation = models.OneToOneField(
        Consultation, models.PROTECT, related_name="method", verbose_name=_("consultation")
    )
    text = models.OneToOneField(Text, models.PROTECT, related_name="method", verbose_name=_("text"))
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)

    class Meta:
        verbose_name = _("framing note")
        verbose_name_plural = _("framing notes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.text)


class MethodSignature(models.Model):
    """Somebody signs one version of the framing note; the college is copied at the act."""

    note = models.ForeignKey(
        MethodNote, models.PROTECT, related_name="signatures", verbose_name=_("framing note")
    )
    version = models.ForeignKey(
        TextVersion, models.PROTECT, related_name="+", verbose_name=_("version")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="method_signatures", verbose_name=_("signed by")
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    college_label = models.CharField(_("capacity"), max_length=120, blank=True)
    signed_at = models.DateTimeField(_("signed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("signature of a framing note")
        verbose_name_plural = _("signatures of framing notes")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="method_signed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.version_id}"


class PromiseKept(models.Model):
    """What was done of one line of the framing note, said once the consultation is closed."""

    note = models.ForeignKey(
        MethodNote, models.PROTECT, related_name="accounts", verbose_name=_("framing note")
    )
    paragraph = models.OneToOneField(
        Paragraph, models.PROTECT, related_name="promise_kept", verbose_name=_("line")
    )
    kept = models.CharField(_("what was done"), max_length=10, choices=Kept)
    words = models.TextField(_("how, or why not"), max_length=LONGEST_ACCOUNT)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    said_at = models.DateTimeField(_("said at"), auto_now=True)

    class Meta:
        verbose_name = _("promise and what was done")
        verbose_name_plural = _("promises and what was done")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("words")), SHORTEST_ACCOUNT),
                name="promise_kept_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_id}: {self.kept}"
