from django.db import models
from django.utils.translation import gettext_lazy as _


class JournalEntry(models.Model):
    """One line of the append-only journal; it holds identifiers, never personal text.

    The database refuses to change or delete a line (triggers declared in `apps.py`).
    """

    moment = models.DateTimeField(_("moment"), auto_now_add=True, db_index=True)
    actor = models.CharField(_("actor"), max_length=60, help_text=_("user:12, person:40, system"))
    action = models.CharField(_("action"), max_length=60, db_index=True)
    target = models.CharField(_("object"), max_length=120, db_index=True)
    organisation_id = models.BigIntegerField(_("organisation"), null=True, db_index=True)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.moment:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.target}"
