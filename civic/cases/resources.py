"""What whoever asked says of the answers, as a file: nobody's name, no word that may be one."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from civic.opendata.resources import DownloadResource

from .enums import SatisfactionReason
from .models import Satisfaction


class SatisfactionDownload(DownloadResource):
    """One line per opinion; its words only once the guard, or a person, let them through."""

    def typed_rows(self, objects: Iterable[Any]) -> Iterator[list[object]]:
        """Yield the cells of each opinion, holding a thousand of them in memory."""
        rows = objects.iterator(chunk_size=1_000) if isinstance(objects, QuerySet) else objects
        for said in rows:
            yield self._cells(said)

    def _cells(self, said: Satisfaction) -> list[object]:
        words = getattr(said, "words", None)
        return [
            said.case.number,
            said.organisation.label,
            said.department.name if said.department else "",
            said.said_on,
            said.days,
            _("yes") if said.is_satisfied else _("no"),
            *(_("yes") if getattr(said, one) else "" for one in SatisfactionReason.values),
            words.text if words is not None and words.is_public else "",
        ]

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        """Return the names of the columns."""
        return [
            _("Number"),
            _("Body"),
            _("Department"),
            _("Said on"),
            _("Days waited"),
            _("Is it settled?"),
            *(capfirst(str(label)) for label in SatisfactionReason.labels),
            _("In their own words"),
        ]

    def stable_names(self) -> list[str]:
        """Return the names of the columns, the same in every language."""
        return [
            "number",
            "body",
            "department",
            "said_on",
            "days",
            "satisfied",
            *SatisfactionReason.values,
            "words",
        ]
