import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.territory.models import Organisation


class RequestDraft(models.Model):
    """A request somebody is writing, kept on the server from step to step; its key is a cookie's.

    Once sent it holds no word any more: only its `submission_key` and the number it became.
    """

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    data = models.JSONField(_("what was typed"), default=dict)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("request being written")
        verbose_name_plural = _("requests being written")

    def __str__(self) -> str:
        return str(self.key)
