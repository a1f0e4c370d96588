"""A gateway of text messages that counts what it accepts, and can hold one at the worst moment."""

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class GatewaySink:
    """Listen on a free port; `messages` holds what was posted, `sent` each message once by its id.

    As gateways do, it sends a message whose id it already knows no second time. `hold_at` keeps the
    reply of the message of that rank back; `status` is what it answers.
    """

    def __init__(self, *, hold_at: int = 0, status: int = 202) -> None:
        self.posted: Counter[str] = Counter()
        self.messages: dict[str, dict[str, Any]] = {}
        self.headers: dict[str, str] = {}
        self.hold_at, self.status = hold_at, status
        self.held, self.let_go = threading.Event(), threading.Event()
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sink.receive(self)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://:a-secret@127.0.0.1:{self.port}/messages"

    def receive(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers["Content-Length"])
        message = json.loads(handler.rfile.read(length))
        self.headers = dict(handler.headers)
        self.posted[message["id"]] += 1
        if self.status < 300:
            self.messages[message["id"]] = message
        if sum(self.posted.values()) == self.hold_at:
            self.held.set()
            self.let_go.wait(120)
        handler.send_response(self.status)
        if 300 <= self.status < 400:
            handler.send_header("Location", f"http://127.0.0.1:{self.port}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def close(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()
