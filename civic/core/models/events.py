from django.db import models
from django.utils.translation import gettext_lazy as _


class EventStream(models.Model):
    """The head of one numbered stream; its row is the lock under which numbers are given."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    last_number = models.PositiveBigIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("event stream")
        verbose_name_plural = _("event streams")

    def __str__(self) -> str:
        return f"{self.name} #{self.last_number}"


class Event(models.Model):
    """One thing that happened on a live surface, numbered without a gap inside its stream."""

    stream = models.ForeignKey(EventStream, models.CASCADE, verbose_name=_("event stream"))
    number = models.PositiveBigIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=60)
    payload = models.JSONField(_("payload"), default=dict)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["stream_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="event_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.number}"


class Heartbeat(models.Model):
    """When each periodic job last ran, and whether it did its work."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    ran_at = models.DateTimeField(_("last run at"))
    seconds = models.FloatField(_("took (seconds)"), default=0)
    error = models.CharField(_("error"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.name}: {self.ran_at:%Y-%m-%d %H:%M}"
