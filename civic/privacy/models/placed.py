from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlacedModel(models.Model):
    """Something with a place: as it was given, for the staff, and as everybody reads it.

    The public columns are written by `civic.privacy.services.placing` alone and start empty: a
    row nobody blurred shows no place.
    """

    PUBLIC_PLACE: ClassVar[tuple[str, ...]] = (
        "public_place",
        "public_latitude",
        "public_longitude",
    )

    place = models.CharField(_("place"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    public_place = models.CharField(
        _("place, as everybody reads it"), max_length=200, blank=True, editable=False
    )
    public_latitude = models.FloatField(_("public latitude"), null=True, editable=False)
    public_longitude = models.FloatField(_("public longitude"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def point(self) -> tuple[float, float] | None:
        """Return the exact latitude and longitude, for the staff alone."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude
