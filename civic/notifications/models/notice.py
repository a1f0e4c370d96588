from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person, User
from civic.territory.models import Organisation

from ..enums import Level, Medium, NoticeState


class Notice(models.Model):
    """One thing one person is told, once: `once_key` makes a repeat impossible."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="notices", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=60)
    about = models.CharField(_("about"), max_length=120, help_text=_("app.model:pk"))
    once_key = models.CharField(_("key"), max_length=200, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="+", verbose_name=_("organisation")
    )
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    url = models.CharField(_("address"), max_length=500, blank=True)
    level = models.CharField(_("when"), max_length=10, choices=Level)
    medium = models.CharField(_("by"), max_length=10, choices=Medium, default=Medium.EMAIL)
    state = models.CharField(
        _("state"), max_length=12, choices=NoticeState, default=NoticeState.PENDING
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    mail_key = models.CharField(
        _("mail"),
        max_length=60,
        blank=True,
        help_text=_("Given before the mail leaves: sent again, it is the same mail."),
    )
    told_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("told by")
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "level"], name="notice_to_send")]

    def __str__(self) -> str:
        return self.subject
