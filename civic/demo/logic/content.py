"""Read the demo's content, written as data beside this package."""

import hashlib
import json
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).resolve().parent.parent / "content"


@cache
def content(name: str) -> Any:
    """Return one file of the content, without its extension."""
    for suffix in (".json", ".geojson"):
        path = FOLDER / f"{name}{suffix}"
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8"))
    raise FileNotFoundError(name)


def entries(name: str) -> list[dict[str, Any]]:
    """Return the entries of a file that holds one list, bare or under the file's own name."""
    data = content(name)
    found: list[dict[str, Any]] = data if isinstance(data, list) else data[name]
    return found


def digest() -> str:
    """Return a digest of the whole content, so that a load is repeated only when it changed."""
    whole = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


class Calendar:
    """Turn the content's relative days into dates, counted from the day of the load."""

    def __init__(self, now: datetime, zone: str) -> None:
        self.now = now
        self.zone = ZoneInfo(zone)
        self.today: date = now.astimezone(self.zone).date()

    def day(self, offset: int) -> date:
        """Return the day that lies some days from today."""
        return self.today + timedelta(days=offset)

    def moment(self, offset: int, at: str = "12:00") -> datetime:
        """Return a local time on a day, aware."""
        hour, _separator, minute = at.partition(":")
        return datetime.combine(
            self.day(offset), time(int(hour), int(minute or 0)), tzinfo=self.zone
        )

    def past(self, days_ago: int, hour: int = 12, minute: int = 0) -> datetime:
        """Return a local time some days ago, never in the future."""
        return min(self.moment(-days_ago, f"{hour}:{minute}"), self.now - timedelta(minutes=1))
