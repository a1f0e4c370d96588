"""The filters of a list of proposals: what an address may say, and how it is written back."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from urllib.parse import urlencode

LONGEST_SEARCH = 200
MAP = "carte"


class Sort(StrEnum):
    """The order of a list."""

    NEWEST = "recentes"
    SUPPORTED = "soutenues"
    DISCUSSED = "commentees"


class AnswerState(StrEnum):
    """What became of a proposal, as one filters by it."""

    WAITING = "attente"
    LATE = "retard"
    ANSWERED = "repondues"
    ACCEPTED = "retenues"
    ADAPTED = "adaptees"
    NOT_RETAINED = "ecartees"
    WITHDRAWN = "retirees"


@dataclass(frozen=True)
class ProposalFilters:
    """What is shown of a list; every value is text as written in the address, empty for all."""

    q: str = ""
    theme: str = ""
    commune: str = ""
    college: str = ""
    channel: str = ""
    state: str = ""
    sort: str = Sort.NEWEST
    view: str = ""

    @property
    def is_narrowed(self) -> bool:
        return any((self.q, self.theme, self.commune, self.college, self.channel, self.state))

    def without(self, name: str) -> "ProposalFilters":
        """Return the filters without one of them."""
        return replace(self, **{name: ""})

    def query(self) -> str:
        """Return the filters as the query of an address, "" or "?…", without what is usual."""
        pairs = [
            (field.name, getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name) and getattr(self, field.name) != field.default
        ]
        return f"?{urlencode(pairs)}" if pairs else ""


def read_filters(
    given: Mapping[str, str], allowed: Mapping[str, frozenset[str]]
) -> ProposalFilters:
    """Read filters from the query of an address; a value that is not allowed is left out.

    `allowed` gives the values of theme, commune, college and channel of this very list.
    """
    choices = {
        **allowed,
        "state": frozenset(AnswerState),
        "sort": frozenset(Sort),
        "view": frozenset({MAP}),
    }
    values = {name: given.get(name, "") for name in choices if given.get(name, "") in choices[name]}
    search = " ".join(given.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]
    return ProposalFilters(q=search, **values)
