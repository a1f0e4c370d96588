from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.participation.models import Space


class Workshop(models.Model):
    """Where residents, technical officers and elected officials work at the same tables."""

    space = models.OneToOneField(
        Space, models.CASCADE, related_name="workshop", verbose_name=_("space")
    )
    consultation_space = models.ForeignKey(
        Space,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name=_("works for the consultation"),
    )
    purpose = models.TextField(_("what it is for"))
    programme = models.TextField(_("programme"), blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.space.title
