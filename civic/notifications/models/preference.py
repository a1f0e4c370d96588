from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person

from ..enums import Level


class Preference(models.Model):
    """What a person wants for one kind of notice; an empty kind stands for all."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="notice_preferences", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    level = models.CharField(_("when"), max_length=10, choices=Level)

    class Meta:
        verbose_name = _("notice preference")
        verbose_name_plural = _("notice preferences")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind or '*'}: {self.get_level_display()}"


class Follow(models.Model):
    """A person follows an object ("app.model:pk"), or mutes it: mute always wins."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="follows", verbose_name=_("person")
    )
    target = models.CharField(_("object"), max_length=120)
    muted = models.BooleanField(_("muted"), default=False)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        indexes = [models.Index(fields=["target"], name="follow_by_target")]
        constraints = [models.UniqueConstraint(fields=["person", "target"], name="follow_once")]

    def __str__(self) -> str:
        return self.target
