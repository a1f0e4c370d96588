from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User

from ..enums import AnswerFileKind
from .case import Case, letters

LONGEST_TITLE = 120


class AnswerDetails(models.Model):
    """What an answer says of the works: cost, dates, budget line; the first and the second answer.

    Only an answer that says something of it has a row; an amount says what it covers.
    """

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="answer_details", verbose_name=_("case")
    )
    is_review = models.BooleanField(_("of the second answer"), default=False)
    cost = models.DecimalField(
        _("cost in euros"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    cost_covers = models.CharField(_("what the cost covers"), max_length=200, blank=True)
    works_from = models.DateField(_("works from"), null=True, blank=True)
    works_until = models.DateField(_("works until"), null=True, blank=True)
    budget_line = models.CharField(_("budget line"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("details of an answer")
        verbose_name_plural = _("details of answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "is_review"], name="answer_details_once"),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0), name="answer_cost_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(Q(cost=None) | Q(GreaterThan(letters("cost_covers"), 0))),
                name="answer_cost_covers_something",
            ),
            models.CheckConstraint(
                condition=Q(works_until=None)
                | Q(works_from__isnull=False, works_until__gte=F("works_from")),
                name="answer_works_end_after_they_begin",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=False)
                | Q(works_from__isnull=False)
                | Q(GreaterThan(letters("budget_line"), 0)),
                name="answer_details_say_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.cost}"


def answer_file_path(file: "AnswerFile", name: str) -> str:
    """Return a path nobody can guess, whatever the file was called."""
    return f"answers/{uuid4().hex}.{file.kind}"


class AnswerFile(models.Model):
    """A file joined to an answer: a plan, an estimate, a picture drawn again from its pixels.

    Nobody but the staff of the case sees it before the answer is published.
    """

    case = models.ForeignKey(
        Case, models.CASCADE, related_name="answer_files", verbose_name=_("case")
    )
    is_review = models.BooleanField(_("of the second answer"), default=False)
    key = models.UUIDField(_("key"), default=uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=answer_file_path, max_length=120)
    kind = models.CharField(_("kind"), max_length=4, choices=AnswerFileKind)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    size = models.PositiveIntegerField(_("size in bytes"))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    added_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(GreaterThan(letters("title"), 0)), name="answer_file_has_a_title"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="answer_file_is_not_empty"),
            models.CheckConstraint(
                condition=~Q(kind="webp") | Q(width__isnull=False, height__isnull=False),
                name="answer_picture_has_a_size",
            ),
        ]

    def __str__(self) -> str:
        return self.title
