"""Measure the follow-up table of 100,000 requests, and an import of 10,000 rows.

`python -m tests.load.table_bench [--engine sqlite] [--rows N] [--json]`. A scratch database holds a
small territory and the volume of `table_volume.py`; the site is served as an installation serves
it. Exits 1 when a figure is not met; the ratios are required of PostgreSQL alone.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from tests.load.bench import Measure, Scenario, queries_of, table
from tests.load.client import first_view, load, ratio
from tests.load.serving import configure, scratch_database, served
from tests.load.serving_rooms import configure_embedded, served_app

ROWS, ROWS_IMPORTED = 100_000, 10_000
MOST_GROWTH_MB, MOST_IMPORT_SECONDS = 50, 60
COUNCIL = "/fr/saint-aurel/conseils-de-quartier/faubourg-saint-loup/suivi/"
TERRITORY = "/fr/saint-aurel/suivi/"
QUESTIONS = {
    "first page": "",
    "late": "?etat=en-retard",
    "one department": "?service=service-3",
    "late, one department": "?etat=en-retard&service=service-3",
    "one theme, one neighbourhood": "?theme=theme-2&quartier=quartier-2",
    "search": "?q=arbres+canal",
    "by promised date": "?tri=promis",
    "by title": "?tri=titre",
    "by department": "?tri=service",
    "page 100": "?page=100",
}


@contextmanager
def installed(engine: str, folder: Path) -> Iterator[None]:
    """Create the database, set Django up on it, and drop it whatever happens."""
    with scratch_database() if engine == "postgresql" else nullcontext():
        if engine == "postgresql":
            configure(folder)
        else:
            configure_embedded(folder)
        try:
            yield
        finally:
            from django.core.cache import cache
            from django.db import connections

            cache.clear()
            for link in connections.all():
                link.close()
                close_pool = getattr(link, "close_pool", None)
                if close_pool:
                    close_pool()


def build(rows: int) -> tuple[str, str]:
    """Fill the database; return an empty page as deep as the table of a council, and a session."""
    from django.core.management import call_command

    from civic.core.services.deployment import collect_static_if_changed
    from tests.factories.territory import make_department, make_neighbourhood, make_theme
    from tests.integration.neighbourhood_councils.scene import make_council
    from tests.load.bench import _empty_pages, _signed_in_people
    from tests.load.table_volume import fill_table

    call_command("migrate", verbosity=0, interactive=False)
    collect_static_if_changed()
    councils = [make_council(), make_council("Les Quais")]
    for number in range(12):
        make_department(slug=f"service-{number}")
    for number in range(8):
        make_theme(f"theme-{number}")
    for number in range(6):
        make_neighbourhood(slug=f"quartier-{number}")
    fill_table(councils, rows)
    print(f"Figures equal to a recount: {proved()}", file=sys.stderr)
    return _empty_pages()[0], _signed_in_people(1)[0]


def proved() -> dict[str, dict[str, int]]:
    """Return the figures of the two kinds of tables, each equal to a recount."""
    from neighbourhood_councils.models import NeighbourhoodCouncil
    from neighbourhood_councils.selectors.follow_up_tables import (
        table_of_council,
        table_of_territory,
    )
    from tests.load.table_volume import recount

    council = NeighbourhoodCouncil.objects.select_related("space__organisation").earliest("pk")
    tables = {
        "council": table_of_council(council, str(council)),
        "territory": table_of_territory(council.space.organisation),
    }
    return {name: recount(one) for name, one in tables.items()}


def scenarios(empty: str, cookie: str) -> list[Scenario]:
    """Return the questions asked of both tables; the last ones inform."""
    asked = [
        Scenario(f"{place}, {name}", f"{url}{question}", empty)
        for place, url in (("council", COUNCIL), ("territory", TERRITORY))
        for name, question in QUESTIONS.items()
    ]
    signed_in = [
        Scenario("council, late, signed in", f"{COUNCIL}?etat=en-retard", empty, cookie=cookie),
    ]
    return [*asked, Scenario("empty page", empty, empty), *signed_in]


def measure(port: int, scenario: Scenario) -> Measure:
    """Time a question from outside; a tenth of what pages of the main benchmark are asked."""
    asks, expected = scenario.asks(), scenario.expected
    load(port, asks, count=6, at_once=2, expected=expected)
    found = Measure(
        name=scenario.name,
        queries=queries_of(scenario),
        alone=load(port, asks, count=20, at_once=1, expected=expected),
        eight=load(port, asks, count=40, at_once=8, expected=expected),
        ratio=ratio(port, scenario.path, scenario.empty, scenario.cookie, each=5),
        informs=bool(scenario.cookie),
    )
    if not scenario.cookie:
        found.bytes, found.requests = first_view(port, scenario.path)
    return found


def resident_mb() -> float:
    """Return the memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def streamed() -> dict[str, Any]:
    """Send the whole table as CSV and watch the memory while it leaves."""
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    # What the first file loads for good is not counted.
    b"".join(client.get(f"{COUNCIL}export.csv?q=arbres+canal").streaming_content)  # type: ignore[arg-type]
    before = most = resident_mb()
    started = time.perf_counter()
    size = lines = 0
    for chunk in client.get(f"{COUNCIL}export.csv").streaming_content:  # type: ignore[attr-defined]
        size += len(chunk)
        lines += chunk.count(b"\r\n")
        most = max(most, resident_mb())
    return {
        "rows": lines - 1,
        "seconds": round(time.perf_counter() - started, 1),
        "size_mb": round(size / 1e6, 1),
        "growth_mb": round(most - before, 1),
    }


def imported(rows: int) -> dict[str, Any]:
    """Read, preview and write a table as its screen and its background do."""
    from civic.accounts.policies import SYSTEM
    from civic.cases.models import Request
    from neighbourhood_councils.models import NeighbourhoodCouncil
    from neighbourhood_councils.resources import FollowUpFormat, import_rows_of, try_rows
    from neighbourhood_councils.services.import_work import go_on
    from neighbourhood_councils.services.imports import plan_of, start_import, write_import

    council = NeighbourhoodCouncil.objects.select_related("space__organisation").earliest("pk")
    lines = []
    for n in range(rows):
        told = f"appeler le 06 39 98 {n % 90 + 10} {n % 80 + 10}" if n % 9 == 0 else f"rue {n}"
        day = "30/02/20" if n % 50 == 0 else f"{1 + n % 28:02d}/0{1 + n % 9}/2023"
        end = "fait;traité" if n % 3 == 0 else ";En cours"
        text = f"Le trottoir est abîmé devant l’école depuis l’hiver, {told}"
        lines.append(f"Demande importée {n};{text};Service 3;{day};{end}")
    content = "\n".join(["Titre;Description;Services;Date;Réponse;Statut", *lines]).encode()
    before = Request.objects.count()
    started = time.perf_counter()
    sent = start_import(
        actor=SYSTEM,
        organisation=council.space.organisation,
        council=council,
        file_name="mesure.csv",
        sheet=FollowUpFormat("mesure.csv").read(content),
    )
    go_on(import_id=sent.pk)
    sent.refresh_from_db()
    plan = plan_of(actor=SYSTEM, sent=sent)
    try_rows(SYSTEM, plan)
    previewed = time.perf_counter() - started
    write_import(actor=SYSTEM, sent=sent, import_rows=import_rows_of(SYSTEM))
    go_on(import_id=sent.pk)
    total = time.perf_counter() - started
    placed = all(error.row and error.column for error in plan.errors)
    return {
        "rows": rows,
        "written": Request.objects.count() - before,
        "errors": len(plan.errors),
        "findings": plan.findings,
        "each_error_has_row_and_column": placed,
        "preview_seconds": round(previewed, 1),
        "seconds": round(total, 1),
    }


def run(engine: str, rows: int, rows_imported: int) -> tuple[list[Measure], dict[str, Any]]:
    """Measure one engine."""
    with tempfile.TemporaryDirectory(prefix="civic-table-") as name:
        folder = Path(name)
        with installed(engine, folder):
            started = time.monotonic()
            empty, cookie = build(rows)
            print(f"{engine}: built in {time.monotonic() - started:.0f} s", file=sys.stderr)
            server = (
                served(folder)
                if engine == "postgresql"
                else served_app("civic.asgi:application", folder, workers=1)
            )
            with server as port:
                measures = [measure(port, one) for one in scenarios(empty, cookie)]
            others = {"csv": streamed(), "import": imported(rows_imported)}
    return measures, others


def missed(engine: str, measures: list[Measure], others: dict[str, Any]) -> list[str]:
    """Return a sentence per figure that is not met."""
    found = [
        sentence
        for one in measures
        for sentence in one.missed()
        if engine == "postgresql" or "empty page" not in sentence
    ]
    if others["csv"]["growth_mb"] > MOST_GROWTH_MB:
        found.append(f"CSV: {others['csv']['growth_mb']} MB more, {MOST_GROWTH_MB} at most.")
    if others["import"]["seconds"] > MOST_IMPORT_SECONDS:
        found.append(f"Import: {others['import']['seconds']} s, {MOST_IMPORT_SECONDS} at most.")
    if not others["import"]["each_error_has_row_and_column"]:
        found.append("Import: an error does not say its row and its column.")
    return found


def main() -> int:
    """Return 0 when every figure is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--rows", type=int, default=ROWS, help="requests of the table")
    parser.add_argument("--imported", type=int, default=ROWS_IMPORTED, help="rows imported")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    measures, others = run(options.engine, options.rows, options.imported)
    sentences = missed(options.engine, measures, others)
    if options.json:
        print(json.dumps({"others": others, "missed": sentences}, ensure_ascii=False))
    else:
        print(table(measures))
        print(f"\n{json.dumps(others, ensure_ascii=False)}")
        print("\n" + ("\n".join(sentences) if sentences else "Every figure is met."))
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
