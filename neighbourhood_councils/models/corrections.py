from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User
from civic.cases.models import Request


class RequestCorrection(models.Model):
    """What was corrected in a request after it was published, when and why; never what it said.

    `published_on` is empty while the corrected request waits to be read again. `types` are the
    kinds of personal data that were taken out.
    """

    request = models.ForeignKey(
        Request, models.CASCADE, related_name="corrections", verbose_name=_("request")
    )
    began_at = models.DateTimeField(_("corrected at"), auto_now_add=True)
    published_on = models.DateField(_("published again on"), null=True, blank=True)
    fields = models.JSONField(_("what was corrected"), default=list)
    types = models.JSONField(_("what was taken out"), default=list)
    reason = models.CharField(_("why it was corrected"), max_length=250, blank=True)
    corrected_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("correction of a request")
        verbose_name_plural = _("corrections of requests")
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(published_on=None),
                name="request_one_correction_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.began_at:%Y-%m-%d}"
