"""Where the requests of a table are, at the level everybody may read: its map, its list."""

from civic.territory.logic.points import POINTS_SHOWN, PlacedLine

from .follow_up import state_of
from .follow_up_query import in_order, matching, with_line
from .follow_up_tables import TablePage


def placed_requests(asked: TablePage) -> list[PlacedLine]:
    """Return the points of a table in one query, one more than `POINTS_SHOWN` at most."""
    found = in_order(
        with_line(matching(asked.table.public, asked.query, asked.today)), asked.query
    ).filter(public_latitude__isnull=False, public_longitude__isnull=False)
    placed = []
    for request in found[: POINTS_SHOWN + 1]:
        state, label = state_of(request.case, asked.table.labels)
        area = request.neighbourhood.name if request.neighbourhood else ""
        words = (request.public_place, area if area != request.public_place else "")
        placed.append(
            PlacedLine(
                number=request.case.number,
                title=request.title,
                place=", ".join(word for word in words if word),
                state=state,
                state_label=label,
                latitude=request.public_latitude or 0.0,
                longitude=request.public_longitude or 0.0,
            )
        )
    return placed
