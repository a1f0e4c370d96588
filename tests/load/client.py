"""A load generator: plain connections kept open, one thread each, a bounded number of requests."""

import http.client
import itertools
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

_addresses = itertools.count(1)


@dataclass(frozen=True)
class Ask:
    """One request: an address, and for a write its form and the session that sends it."""

    path: str
    body: str = ""
    cookie: str = ""


@dataclass(frozen=True)
class Timing:
    """Milliseconds of the median and of the slowest twentieth, and requests per second."""

    p50: float
    p95: float
    per_second: float


class Browser:
    """One kept connection to the server."""

    def __init__(self, port: int) -> None:
        self._link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(self, ask: Ask, expected: frozenset[int] = frozenset({200})) -> tuple[float, bytes]:
        """Return the seconds a request took and what came; raise when it is not expected."""
        number = next(_addresses)
        headers = {
            "Accept-Encoding": "br, gzip",
            "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        }
        if ask.cookie:
            headers["Cookie"] = ask.cookie
        if ask.body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self._link.request("POST" if ask.body else "GET", ask.path, ask.body or None, headers)
        response = self._link.getresponse()
        content = response.read()
        seconds = time.perf_counter() - started
        if response.status not in expected:
            raise RuntimeError(f"{response.status} for {ask.path}: {content[:300]!r}")
        return seconds, content

    def close(self) -> None:
        self._link.close()


def load(
    port: int, asks: Iterator[Ask], *, count: int, at_once: int, expected: frozenset[int]
) -> Timing:
    """Send a number of requests from several connections and time each."""
    turns = [next(asks) for _ in range(count)]
    waiting = iter(turns)
    lock = threading.Lock()
    times: list[float] = []
    errors: list[Exception] = []

    def work() -> None:
        browser = Browser(port)
        try:
            while not errors:
                with lock:
                    ask = next(waiting, None)
                if ask is None:
                    return
                seconds, _content = browser.send(ask, expected)
                times.append(seconds)
        except Exception as error:
            errors.append(error)
        finally:
            browser.close()

    threads = [threading.Thread(target=work) for _ in range(at_once)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - started
    if errors:
        raise errors[0]
    ordered = sorted(times)
    return Timing(
        p50=statistics.median(ordered) * 1000,
        p95=ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000,
        per_second=len(ordered) / elapsed,
    )


def ratio(
    port: int, page: str, empty: str, cookie: str = "", *, rounds: int = 5, each: int = 12
) -> float:
    """Return how many times longer a page takes than an empty one: the median of five ratios.

    The two are asked for in turn, so that what else the machine does weighs on both.
    """
    browser = Browser(port)
    ratios = []
    for _round in range(rounds):
        times: dict[str, list[float]] = {page: [], empty: []}
        for _turn in range(each):
            for path in (page, empty):
                times[path].append(browser.send(Ask(path, cookie=cookie))[0])
        ratios.append(statistics.median(times[page]) / statistics.median(times[empty]))
    browser.close()
    return statistics.median(ratios)


_ASKED = re.compile(
    r"""<(?P<tag>script|link|img|source)\b(?P<rest>[^>]*)>""", re.IGNORECASE | re.DOTALL
)
_ATTRIBUTE = re.compile(r"""\b([\w-]+)\s*=\s*["']([^"']*)["']""")
_IMPORT = re.compile(r"""(?:\bimport|\bfrom|@import)\s*["'](\.{0,2}/[\w./-]+)["']""")


def first_view(port: int, path: str) -> tuple[int, int]:
    """Return bytes (HTML, CSS, JavaScript as sent) and requests of a page seen cold, unscrolled."""
    browser = Browser(port)
    _seconds, content = browser.send(Ask(path))
    total, requests = len(content), 1
    seen: set[str] = set()
    waiting = list(_asked_for(_text(content)))
    while waiting:
        address, counts = waiting.pop()
        address = urljoin(path, address)
        if address in seen or urlsplit(address).scheme:
            continue
        seen.add(address)
        _seconds, content = browser.send(Ask(address))
        requests += 1
        if counts:
            total += len(content)
            found = _IMPORT.finditer(_text(content))
            waiting += [(urljoin(address, match.group(1)), True) for match in found]
    browser.close()
    return total, requests


def _text(content: bytes) -> str:
    import gzip

    import brotli

    # Pages are compressed by gzip, files by brotli.
    if content.startswith(b"\x1f\x8b"):
        return gzip.decompress(content).decode()
    try:
        return content.decode()
    except UnicodeDecodeError:
        return str(brotli.decompress(content).decode())


def _asked_for(html: str) -> Iterator[tuple[str, bool]]:
    """Yield what a browser asks for at once: an address, and whether its bytes are counted."""
    for match in _ASKED.finditer(html):
        attributes = dict(_ATTRIBUTE.findall(match["rest"]))
        match match["tag"].lower():
            case "script" if "src" in attributes:
                yield attributes["src"], True
            case "link" if attributes.get("rel") in ("stylesheet", "modulepreload"):
                yield attributes["href"], True
            case "link" if "icon" in attributes.get("rel", ""):
                yield attributes["href"], False
            case "img" if attributes.get("loading") != "lazy" and "src" in attributes:
                yield attributes["src"], False


Asks = Callable[[], Iterator[Ask]]
