"""What a case is about, told by the apps above: this one knows nothing of contributions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..models import Case


@dataclass(frozen=True)
class Subject:
    """What was said or asked. `url` is empty where no public page shows it (yet)."""

    title: str
    text: str
    url: str = ""
    kind: str = ""
    place: str = ""
    college: str = ""
    channel: str = ""
    is_public: bool = False
    has_somebody_to_ask: bool = False


# Gives the subjects of some cases by primary key, in a constant number of queries.
SubjectsOf = Callable[[Sequence[Case]], Mapping[int, Subject]]
