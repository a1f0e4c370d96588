"""What an answer says of cost, works and files, as the public page, the mail and the files say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from civic.core.logic.dates import written_day

from ..enums import CaseOrigin
from ..models import AnswerDetails, AnswerFile, Case, DuplicateLink


class Told(Protocol):
    """Whatever holds the details of an answer: the row, or what an officer has just typed."""

    @property
    def cost(self) -> Decimal | None: ...

    @property
    def cost_covers(self) -> str: ...

    @property
    def works_from(self) -> date | None: ...

    @property
    def works_until(self) -> date | None: ...

    @property
    def budget_line(self) -> str: ...


@dataclass(frozen=True)
class AnswerExtra:
    """The details of an answer as they are read, and the files joined to it."""

    facts: list[dict[str, str]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.facts or self.files)

    @property
    def lines(self) -> str:
        """Return one line per fact and per file, with its whole address, for a mail or a letter."""
        said = [_("%(label)s: %(value)s") % fact for fact in self.facts]
        said += [
            _("%(title)s (%(format)s): %(url)s")
            % {**file, "url": settings.BASE_URL + str(file["url"])}
            for file in self.files
        ]
        return "\n".join(said)


def extra_of(case: Case, *, code: str = "") -> AnswerExtra:
    """Return what the answer of a case says beside its reason, in three queries at most.

    A duplicate shows the files of its original. `code` lets whoever asked open the files of a
    request nobody else can read.
    """
    if case.answered_on is None or case.is_answered_bare:
        return AnswerExtra()
    return _extra(case, is_review=case.reviewed_on is not None, code=code)


def first_extra_of(case: Case) -> AnswerExtra:
    """Return what the first answer of a reviewed case said beside its reason."""
    return _extra(case, is_review=False) if case.reviewed_on is not None else AnswerExtra()


def facts_of(told: Told) -> list[dict[str, str]]:
    """Return the details as the lines of `components/facts.html`."""
    facts = []
    if told.cost is not None:
        value = f"{euros(told.cost)} – {told.cost_covers}"
        facts.append({"label": _("Cost"), "value": value})
    if told.works_from is not None:
        facts.append({"label": _("When the works take place"), "value": _works(told)})
    if told.budget_line:
        facts.append({"label": _("Budget line"), "value": told.budget_line})
    return facts


def shown_files(files: Iterable[AnswerFile], *, code: str = "") -> list[dict[str, Any]]:
    """Return files as the lines of `components/document.html`."""
    return [
        {
            "key": str(file.key),
            "title": file.title,
            "url": address_of(file, code=code),
            "format": str(file.get_kind_display()),
            "size": filesizeformat(file.size),
        }
        for file in files
    ]


def address_of(file: AnswerFile, *, code: str = "") -> str:
    """Return where a file is read."""
    address = reverse("answer_file", args=[file.key, file.kind])
    return f"{address}?{urlencode({'code': code})}" if code else address


def euros(amount: Decimal) -> str:
    """Return an amount as it is written here: 1 250,50 €."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{formats.number_format(amount, places, force_grouping=True)}\N{NO-BREAK SPACE}€"


def _works(told: Told) -> str:
    first = written_day(told.works_from) if told.works_from else ""
    if told.works_until is None or told.works_until == told.works_from:
        return first
    last = written_day(told.works_until)
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}


def _extra(case: Case, *, is_review: bool, code: str = "") -> AnswerExtra:
    details = AnswerDetails.objects.filter(case=case, is_review=is_review).first()
    published = AnswerFile.objects.filter(published_on__isnull=False, is_review=is_review)
    files = list(published.filter(case=case).order_by("pk"))
    if not files and case.origin == CaseOrigin.REQUEST:
        originals = DuplicateLink.objects.filter(duplicate__case=case).values("original__case")
        files = list(published.filter(case__in=originals).order_by("pk"))
    return AnswerExtra(facts_of(details) if details else [], shown_files(files, code=code))
