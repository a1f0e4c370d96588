"""What an import would do, row by row, before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.cases.models import Request
from civic.opendata.logic.sheets import Sheet
from civic.territory.models import Organisation

from ..enums import CREATING_FATES, KNOWN_FATES, RowFate
from ..logic.follow_up_sheet import ParsedSheet, RowError, alike, parse_follow_up, row_key
from ..logic.mapping import Mapping as Columns
from ..models import NeighbourhoodCouncil
from ..policies import can_import, can_set_up_councils
from .councils import council_named, councils_of
from .import_rows import PlannedRow, RowReading

# What a person decides for a council the site does not know.
CREATE, LEAVE_OUT = "create", "leave"
# More names nobody knows are those of streets, or of people: the column is the wrong one.
MOST_UNKNOWN = 80


@dataclass
class ImportPlan:
    """What a table would change; `unknown` are the councils it names that nobody knows yet."""

    parsed: ParsedSheet
    rows: list[PlannedRow]
    unknown: dict[str, int]
    councils: list[NeighbourhoodCouncil]
    errors: list[RowError]
    unknown_departments: list[str]

    def count(self, *fates: RowFate) -> int:
        return sum(row.fate in fates for row in self.rows)

    @property
    def names_too_many(self) -> bool:
        """Tell whether the column of the council is surely another one."""
        return len(self.unknown) > MOST_UNKNOWN

    @property
    def created(self) -> int:
        return self.count(*CREATING_FATES)

    @property
    def unchanged(self) -> int:
        """Return how many the site has already, those whose date is completed included."""
        return self.count(*KNOWN_FATES)

    @property
    def completed(self) -> int:
        return self.count(RowFate.COMPLETED)

    @property
    def refused(self) -> int:
        return self.count(RowFate.REFUSED)

    @property
    def findings(self) -> int:
        return sum(len(row.findings) for row in self.rows)


def make_plan(
    *,
    actor: Actor,
    organisation: Organisation,
    sheet: Sheet,
    columns: Columns | None = None,
    default_council: NeighbourhoodCouncil | None = None,
    choices: Mapping[str, str] | None = None,
    findings: Mapping[str, list[list[Any]]] | None = None,
    today: date,
) -> ImportPlan:
    """Interpret a table and say what each row would become, in a constant number of queries.

    `default_council` takes the rows that name no council. `choices` gives, for each unknown
    council, `create`, `leave` or the slug of the council it means; without a choice it is created
    when the actor may, else given to the default council when the table names no other.
    `findings` are those of an earlier look at the same cells, by the number of the row.
    """
    councils = councils_of(organisation)
    if default_council is not None and default_council not in councils:
        councils.append(default_council)
    names = [council.sheet_name for council in councils if council.sheet_name]
    names += [council.space.title for council in councils]
    parsed = parse_follow_up(sheet, mapping=columns, council_names=names)
    placing = _Placing(
        actor, organisation, councils, default_council, choices or {}, parsed.councils
    )
    reading = RowReading(parsed, organisation, today, findings)
    known = _existing_keys(parsed, councils)
    planned: list[PlannedRow] = []
    seen: set[tuple[Any, str]] = set()
    for row in parsed.rows:
        line = reading.row(row)
        placing.place(line)
        if line.fate != RowFate.REFUSED:
            place = line.council.space_id if line.council else line.council_name
            same = (place, line.key)
            if same in seen or same in known:
                dateless = same not in seen and known[same] and line.said_on is not None
                line.fate = RowFate.COMPLETED if dateless else RowFate.UNCHANGED
            seen.add(same)
        planned.append(line)
    unknown = {
        name: count for name, count in parsed.councils.items() if placing.found(name) is None
    }
    return ImportPlan(
        parsed=parsed,
        rows=planned,
        unknown=unknown,
        councils=councils,
        errors=sorted(
            (error for line in planned for error in line.errors), key=lambda error: error.row
        ),
        unknown_departments=reading.unknown_departments(),
    )


def _existing_keys(
    parsed: ParsedSheet, councils: Iterable[NeighbourhoodCouncil]
) -> dict[tuple[Any, str], bool]:
    """Keys of what the councils follow already, as imported and as it reads now.

    Each says whether its date was written and not understood: a corrected table completes it.
    """
    if not parsed.rows:
        return {}
    keys: dict[tuple[Any, str], bool] = {}
    # A council has followed a hundred thousand requests: only those of the same title are compared.
    titles = {alike(row.title) for row in parsed.rows}
    spaces = [council.space_id for council in councils]
    rows = Request.objects.filter(space_id__in=spaces).values_list(
        "space_id", "row_key", "title", "text", "said_on", "said_on_text"
    )
    for space_id, key, title, text, said_on, written in rows.order_by("pk").iterator():
        dateless = key is not None and said_on is None and written != ""
        if key:
            keys[(space_id, key)] = dateless
        if alike(title) in titles:
            keys.setdefault((space_id, row_key(None, title, text)), dateless)
    return keys


class _Placing:
    """Gives each row its council, or the reason why it has none."""

    def __init__(
        self,
        actor: Actor,
        organisation: Organisation,
        councils: list[NeighbourhoodCouncil],
        default: NeighbourhoodCouncil | None,
        choices: Mapping[str, str],
        named: Mapping[str, int],
    ) -> None:
        self._councils = councils
        self._default = default
        self._choices = choices
        # A table that only names one council is that of the council it is sent to.
        self._names_one = sum(count > 0 for count in named.values()) == 1
        self._may_create = can_set_up_councils(actor, organisation)
        self._may_write = {council.pk: can_import(actor, council) for council in councils}
        self._found: dict[str, NeighbourhoodCouncil | None] = {}

    def found(self, name: str) -> NeighbourhoodCouncil | None:
        """The council of the site that a name of the table means."""
        if name not in self._found:
            self._found[name] = council_named(name, self._councils)
        return self._found[name]

    def place(self, line: PlannedRow) -> None:
        """Set the council of a row, or refuse the row."""
        name = line.parsed.council
        council = self._default if name is None else self.found(name)
        if council is None and name is not None:
            council = self._chosen(line, name)
            if line.fate == RowFate.REFUSED or council is None:
                return
        if council is None:
            _refuse(
                line,
                _("This row names no council: write its council, or import it from its page."),
            )
        elif not self._may_write[council.pk]:
            _refuse(
                line,
                _("You may not write for the council « %(council)s ».") % {"council": council},
            )
        elif council.is_closed:
            _refuse(line, _("The council « %(council)s » is closed.") % {"council": council})
        else:
            line.council = council
            line.council_name = council.space.title

    def _chosen(self, line: PlannedRow, name: str) -> NeighbourhoodCouncil | None:
        default = CREATE if self._may_create else ""
        choice = self._choices.get(name, default)
        line.council_name = name
        if choice == CREATE and self._may_create:
            return None
        if choice == LEAVE_OUT:
            _refuse(line, _("The council « %(name)s » was left out.") % {"name": name})
            return None
        by_slug = {council.space.slug: council for council in self._councils}
        council = by_slug.get(choice)
        if choice == "" and self._names_one:
            council = self._default
        if council is None:
            _refuse(
                line,
                _("The council « %(name)s » is not known here: say which council it is.")
                % {"name": name},
            )
        return council


def _refuse(line: PlannedRow, message: str) -> None:
    line.fate = RowFate.REFUSED
    line.errors.append(RowError(line.row, "", message))
