from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User
from civic.territory.models import Organisation

from ..enums import SheetKind, SheetState


class Sheet(models.Model):
    """One numbered sheet of paper: printed, come back and entered, or cancelled; it serves once."""

    code = models.CharField(_("code"), max_length=24, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=SheetKind)
    target = models.BigIntegerField(_("about"))
    serial = models.PositiveSmallIntegerField(_("number"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("desk")
    )
    batch = models.UUIDField(_("printed with"), null=True, blank=True, db_index=True)
    printed_at = models.DateTimeField(_("printed at"), auto_now_add=True)
    printed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("printed by")
    )
    state = models.CharField(_("state"), max_length=8, choices=SheetState, default=SheetState.BLANK)
    void_reason = models.CharField(_("why cancelled"), max_length=200, blank=True)
    is_typed_twice = models.BooleanField(_("typed twice"), default=False)

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "target", "serial"], name="sheet_number_once"),
            models.CheckConstraint(
                condition=~Q(state="voided") | ~Q(void_reason=""), name="sheet_voided_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SheetImage(models.Model):
    """The picture of a sheet, kept out of public reach; each look at it is in the journal."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="images", verbose_name=_("sheet"))
    name = models.CharField(_("file"), max_length=60, unique=True)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("image of a sheet")
        verbose_name_plural = _("images of sheets")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.pk}"


class SecondTyping(models.Model):
    """A sheet typed again by somebody who had not seen the first typing; counts, never texts."""

    sheet = models.OneToOneField(
        Sheet, models.CASCADE, related_name="second_typing", verbose_name=_("sheet")
    )
    space_id = models.BigIntegerField(_("space"), null=True, blank=True, db_index=True)
    typed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("typed by")
    )
    typed_at = models.DateTimeField(_("typed at"), auto_now_add=True)
    characters = models.PositiveIntegerField(_("characters"))
    differing = models.PositiveIntegerField(_("characters that differ"))

    class Meta:
        verbose_name = _("second typing")
        verbose_name_plural = _("second typings")
        constraints = [
            models.CheckConstraint(
                condition=Q(differing__lte=models.F("characters")),
                name="second_typing_differs_at_most_wholly",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.differing}/{self.characters}"
