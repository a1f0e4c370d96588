from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import OrganisationKind, PlacePrecision

DEFAULT_ACCENT = "#1f5c4a"


class Organisation(models.Model):
    """A commune or the intercommunality: who answers, whose face a branch wears."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    slug = models.SlugField(_("short address"), unique=True)
    code = models.CharField(_("official code"), max_length=12, blank=True)
    population = models.PositiveIntegerField(_("inhabitants"), default=0)
    intercommunality = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name=_("intercommunality"),
    )
    boundary = models.JSONField(_("boundary (GeoJSON geometry)"), null=True, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_address = models.CharField(_("address"), max_length=200, blank=True)
    desk_hours = models.CharField(_("desk hours"), max_length=200, blank=True)
    place_precision = models.CharField(
        _("places are shown at the level of"),
        max_length=14,
        choices=PlacePrecision,
        default=PlacePrecision.STREET,
        help_text=_(
            "What everybody reads of where a request or a proposal is. A place with a house number "
            "is never shown more precisely than its street, a home never more than its "
            "neighbourhood. The exact point is kept for the staff."
        ),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default=DEFAULT_ACCENT,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write it as #1f5c4a."))],
        help_text=_("Used for links and buttons; its contrast is checked before it is saved."),
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="commune") | models.Q(intercommunality=None),
                name="organisation_only_communes_have_a_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name


class Neighbourhood(models.Model):
    """A part of a commune, with its boundary."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="neighbourhoods", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short address"))
    boundary = models.JSONField(_("boundary (GeoJSON geometry)"), null=True, blank=True)
    streets = models.JSONField(_("streets"), default=list, blank=True)

    class Meta:
        verbose_name = _("neighbourhood")
        verbose_name_plural = _("neighbourhoods")
        ordering = ["organisation_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="neighbourhood_slug_once")
        ]

    def __str__(self) -> str:
        return self.name


class CityDepartment(models.Model):
    """A department of an organisation, which answers."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="departments", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short address"))
    email = models.EmailField(_("e-mail"), blank=True)
    aliases = models.JSONField(
        _("other names"),
        default=list,
        blank=True,
        help_text=_("As written in the spreadsheets of the councils, for instance « PM »."),
    )

    class Meta:
        verbose_name = _("city department")
        verbose_name_plural = _("city departments")
        ordering = ["organisation_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="department_slug_once")
        ]

    def __str__(self) -> str:
        return self.name
