from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User

from ..enums import ReplyOutcome


class PublicReply(models.Model):
    """What an authority answers to what was handed over to it; never changed once published.

    A subclass says what it answers, and holds the reason by a constraint.
    """

    outcome = models.CharField(_("outcome"), max_length=15, choices=ReplyOutcome)
    reason = models.TextField(_("reason"))
    next_steps = models.TextField(_("what happens when"))
    decided_by = models.CharField(
        _("decided by"), max_length=150, help_text=_("For instance « the community council ».")
    )
    due_on = models.DateField(_("was due on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"))
    signed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )

    class Meta:
        abstract = True
