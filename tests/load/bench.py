"""Measure pages and writes at the volume of a large territory: `python -m tests.load.bench`.

A scratch PostgreSQL database holds the demo territory and the volumes of `volume.py`; two uvicorn
workers serve it as in production. Exits 1 when a figure is not met.
"""

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.load.client import Ask, Timing, first_view, load, ratio
from tests.load.serving import configure, redis_answers, scratch_database, served

CALL = "/fr/concertations/plan-climat/propositions/"
BECAME = "/fr/concertations/plan-climat/ce-que-c-est-devenu/"
CSRF = "a" * 32
READ_QUERIES, WRITE_QUERIES = 12, 20
RATIO, BYTES, REQUESTS = 2.0, 100_000, 15


@dataclass(frozen=True)
class Scenario:
    """A page, with the empty page of the same depth; or a write, with who sends what.

    With a `cookie` somebody signed in reads: nothing is kept for them, and the figures inform.
    """

    name: str
    path: str = ""
    empty: str = ""
    writes: Callable[[], Iterator[Ask]] | None = None
    cookie: str = ""

    def asks(self) -> Iterator[Ask]:
        page = Ask(self.path, cookie=self.cookie)
        return self.writes() if self.writes else itertools.repeat(page)

    @property
    def expected(self) -> frozenset[int]:
        return frozenset({302}) if self.writes else frozenset({200})


@dataclass
class Measure:
    """What was measured of a scenario; None where it means nothing for a write."""

    name: str
    queries: int
    alone: Timing
    eight: Timing
    ratio: float | None = None
    informs: bool = False
    bytes: int | None = None
    requests: int | None = None

    def missed(self) -> list[str]:
        """Return a sentence per figure that is not met."""
        if self.informs:
            return []
        limit = READ_QUERIES if self.ratio is not None else WRITE_QUERIES
        found = [f"{self.queries} queries, {limit} at most"] if self.queries > limit else []
        if self.ratio is not None and self.ratio > RATIO:
            found.append(f"{self.ratio:.2f} times an empty page, {RATIO:g} at most")
        if self.bytes is not None and self.bytes > BYTES:
            found.append(f"{self.bytes} bytes in the first view, {BYTES} at most")
        if self.requests is not None and self.requests > REQUESTS:
            found.append(f"{self.requests} requests in the first view, {REQUESTS} at most")
        return [f"{self.name}: {sentence}." for sentence in found]


@dataclass
class Territory:
    """The filled database: the proposal with many comments, who writes, where."""

    discussed: str
    quiet: list[str]
    cookies: list[str]
    empty_deep: str
    empty_shallow: str
    plan: str

    def scenarios(self) -> list[Scenario]:
        deep, shallow = self.empty_deep, self.empty_shallow
        return [
            Scenario("home page", "/fr/", shallow),
            Scenario("list", CALL, deep),
            Scenario("list by support", f"{CALL}?sort=soutenues", deep),
            Scenario("search in the list", f"{CALL}?q=arbres+canal", deep),
            Scenario("search of the site", "/fr/recherche/?q=arbres+canal", shallow),
            Scenario("proposal, 200 comments", f"{CALL}{self.discussed}/", deep),
            Scenario("what became of it", BECAME, deep),
            Scenario("text of 400 paragraphs", self.plan, deep),
            Scenario("empty page", deep, deep),
            Scenario("list, signed in", CALL, deep, cookie=self.cookies[0]),
            Scenario(
                "search in the list, signed in",
                f"{CALL}?q=arbres+canal",
                deep,
                cookie=self.cookies[0],
            ),
            Scenario(
                "proposal, signed in", f"{CALL}{self.discussed}/", deep, cookie=self.cookies[0]
            ),
            Scenario("what became of it, signed in", BECAME, deep, cookie=self.cookies[0]),
            Scenario("text, signed in", self.plan, deep, cookie=self.cookies[0]),
            Scenario("posting a comment", writes=self.comments),
            Scenario("supporting", writes=self.supports),
        ]

    def comments(self) -> Iterator[Ask]:
        for turn in itertools.count():
            text = f"Cela m’aiderait chaque matin, remarque numéro {turn}-{time.monotonic_ns()}."
            yield self._post(turn, f"{self.quiet[turn % 40]}/commenter/", text=text, stance="for")

    def supports(self) -> Iterator[Ask]:
        # Each pair of somebody and a proposal comes once over the whole run.
        for turn in self._pairs:
            number = self.quiet[40 + turn // len(self.cookies)]
            yield self._post(turn, f"{number}/soutenir/", support="give")

    def __post_init__(self) -> None:
        self._pairs = itertools.count()

    def _post(self, turn: int, path: str, **form: str) -> Ask:
        body = urlencode({"csrfmiddlewaretoken": CSRF, **form})
        cookie = f"{self.cookies[turn % len(self.cookies)]}; csrftoken={CSRF}"
        return Ask(f"{CALL}{path}", body, cookie)


def build(small: bool) -> Territory:
    """Fill the database; every counter is proved equal to a recount."""
    from django.core.management import call_command
    from django.utils import timezone

    from civic.core.services.deployment import collect_static_if_changed
    from civic.demo.services.loading import load_demo
    from civic.participation.models import Activity, Contribution, Space
    from civic.texts.selectors.addresses import text_url
    from tests.load.plan import PlanVolume, write_plan
    from tests.load.volume import Volume, fill, recount

    call_command("migrate", verbosity=0, interactive=False)
    load_demo()
    collect_static_if_changed()
    volume = Volume.small() if small else Volume.full()
    activity = Activity.objects.select_related("space__organisation").get(
        space__slug="plan-climat", kind="call_for_proposals"
    )
    discussed = fill(activity, volume)
    # In a space of its own: what became of it is measured on proposals.
    plan_space = Space.objects.create(
        kind=activity.space.kind,
        organisation=activity.space.organisation,
        title="Un plan long",
        slug="plan-long",
        published_at=timezone.now(),
    )
    plan = write_plan(plan_space, PlanVolume.small() if small else PlanVolume.full())
    print(f"Counters equal to a recount: {recount()}", file=sys.stderr)
    quiet = Contribution.objects.filter(activity=activity, pk__gt=discussed.pk).order_by("pk")
    deep, shallow = _empty_pages()
    return Territory(
        discussed=discussed.case.number,
        quiet=list(quiet.values_list("case__number", flat=True)[:140]),
        cookies=_signed_in_people(40),
        empty_deep=deep,
        empty_shallow=shallow,
        plan=text_url(plan),
    )


def _empty_pages() -> tuple[str, str]:
    """Make pages without a body, as deep as the call for proposals; return deepest and first."""
    from wagtail.models import Site

    from home.models import ContentPage

    parent = Site.objects.get(is_default_site=True).root_page
    addresses = []
    for _level in range(3):
        page = ContentPage(title="Une page vide", slug="vide")
        parent.add_child(instance=page)
        parent = page
        addresses.append(page.get_absolute_url())
    return addresses[-1], addresses[0]


def _signed_in_people(count: int) -> list[str]:
    """Return the session cookies of people who do not support anything yet."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from civic.accounts.models import Person, User

    cookies = []
    for number in range(count):
        user = User.objects.create_user(f"mesure-{number}@example.org", full_name="Mesure")
        Person.objects.create(
            user=user,
            public_name=f"Mesure {number}",
            email=user.email,
            email_confirmed=True,
            assurance_level=10,
        )
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    return cookies


def queries_of(scenario: Scenario) -> int:
    """Count the queries of one request in this process, once caches are warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    asks = scenario.asks()
    found = 0
    for _time in range(3):
        ask = next(asks)
        client = Client(HTTP_HOST="127.0.0.1", headers={"cookie": ask.cookie})
        with CaptureQueriesContext(connection) as captured:
            if ask.body:
                kind = "application/x-www-form-urlencoded"
                response = client.post(ask.path, ask.body, content_type=kind)
            else:
                response = client.get(ask.path)
        if response.status_code not in scenario.expected:
            raise RuntimeError(f"{response.status_code} for {ask.path}")
        found = len(captured)
    return found


def measure(port: int, scenario: Scenario) -> Measure:
    """Time a scenario from outside; the first requests warm both workers."""
    count = 80 if scenario.writes else 120
    asks = scenario.asks()
    expected = scenario.expected
    load(port, asks, count=16, at_once=4, expected=expected)
    found = Measure(
        name=scenario.name,
        queries=queries_of(scenario),
        alone=load(port, asks, count=count, at_once=1, expected=expected),
        eight=load(port, asks, count=count * 2, at_once=8, expected=expected),
    )
    if not scenario.writes:
        found.ratio = ratio(port, scenario.path, scenario.empty, scenario.cookie)
        found.informs = bool(scenario.cookie)
        if not scenario.cookie:
            found.bytes, found.requests = first_view(port, scenario.path)
    return found


def table(measures: list[Measure]) -> str:
    """Return the measures as Markdown."""
    head = (
        "| | queries | p50 ms | p95 ms | req/s, 1 | req/s, 8 | p95 ms, 8 | × empty page "
        "| first view kB | requests |"
    )
    lines = [head, "| --- " + "| ---: " * 9 + "|"]
    for one in measures:
        shown: list[Any] = [
            one.name,
            one.queries,
            f"{one.alone.p50:.1f}",
            f"{one.alone.p95:.1f}",
            f"{one.alone.per_second:.0f}",
            f"{one.eight.per_second:.0f}",
            f"{one.eight.p95:.0f}",
            "" if one.ratio is None else f"{one.ratio:.2f}",
            "" if one.bytes is None else f"{one.bytes / 1000:.1f}",
            "" if one.requests is None else one.requests,
        ]
        lines.append("| " + " | ".join(map(str, shown)) + " |")
    return "\n".join(lines)


def main() -> int:
    """Return 0 when every figure is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a quick trial on a few hundred rows")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="civic-bench-") as folder, scratch_database():
        measures = _run(Path(folder), options.small)
    missed = [sentence for one in measures for sentence in one.missed()]
    if options.json:
        found = [asdict(one) for one in measures]
        print(json.dumps({"measures": found, "missed": missed}, ensure_ascii=False))
    else:
        print(table(measures))
        print("\n" + ("\n".join(missed) if missed else "Every figure is met."))
    return 1 if missed else 0


def _run(folder: Path, small: bool) -> list[Measure]:
    configure(folder)
    from django.core.cache import cache
    from django.db import connections

    from tests.load.volume import recount

    cache.clear()
    started = time.monotonic()
    territory = build(small)
    print(f"Built in {time.monotonic() - started:.0f} s; Redis: {redis_answers()}", file=sys.stderr)
    try:
        with served(folder) as port:
            measures = [measure(port, one) for one in territory.scenarios()]
        print(f"After the writes: {recount()}", file=sys.stderr)
    finally:
        cache.clear()
        for link in connections.all():
            link.close()
            close_pool = getattr(link, "close_pool", None)
            if close_pool:
                close_pool()
    return measures


if __name__ == "__main__":
    sys.exit(main())
