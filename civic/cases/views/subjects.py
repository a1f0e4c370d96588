"""What a case is about, told by the apps above: this one knows nothing of contributions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..models import Case


@dataclass(frozen=True)
class Subject:
    """What was said or asked. `url` is empty where no public page shows it (yet).

    `place` and `point` are exact, for who answers; what is published says `public_place`.
    """

    title: str
    text: str
    url: str = ""
    kind: str = ""
    place: str = ""
    public_place: str = ""
    point: tuple[float, float] | None = None
    college: str = ""
    channel: str = ""
    is_public: bool = False
    has_somebody_to_ask: bool = False

    @property
    def geo(self) -> str:
        """Return the exact point as an address of a map writes it."""
        return f"{self.point[0]:.5f},{self.point[1]:.5f}" if self.point else ""

    @property
    def is_blurred(self) -> bool:
        """Tell whether everybody reads something else than who answers."""
        return bool(self.place) and self.place != self.public_place


# Gives the subjects of some cases by primary key, in a constant number of queries.
SubjectsOf = Callable[[Sequence[Case]], Mapping[int, Subject]]
