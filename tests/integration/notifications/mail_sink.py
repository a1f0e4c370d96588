"""A mail server that counts what it accepts, and can hold one mail at the worst moment."""

import socketserver
import threading
from collections import Counter
from email import message_from_bytes
from email.policy import default
from typing import Any


class MailSink:
    """Listen on a free port; `accepted` counts mails by Message-ID once they are acknowledged.

    `hold_at` holds the mail of that rank: `counts_held` says whether it was accepted before the
    reply was lost, or not at all.
    """

    def __init__(self, *, hold_at: int = 0, counts_held: bool = False) -> None:
        self.accepted: Counter[str] = Counter()
        self.hold_at, self.counts_held = hold_at, counts_held
        self.held = threading.Event()
        self.held_id = ""
        self.let_go = threading.Event()
        self._seen = 0
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                sink.talk(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()

    def talk(self, handler: Any) -> None:
        """Speak just enough of SMTP (RFC 5321)."""

        def say(line: str) -> None:
            handler.wfile.write(f"{line}\r\n".encode())

        try:
            say("220 sink")
            while line := handler.rfile.readline():
                match line[:4].upper().strip():
                    case b"DATA":
                        say("354 go on")
                        if not self._received(self._read(handler)):
                            return
                        say("250 accepted")
                    case b"QUIT":
                        say("221 bye")
                        return
                    case _:
                        say("250 ok")
        except OSError:
            return

    def _read(self, handler: Any) -> bytes:
        lines = []
        while (line := handler.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _received(self, content: bytes) -> bool:
        """Count a mail; return False when its reply is never sent."""
        key = str(message_from_bytes(content, policy=default)["Message-ID"])
        self._seen += 1
        if self._seen != self.hold_at:
            self.accepted[key] += 1
            return True
        self.held_id = key
        if self.counts_held:
            self.accepted[key] += 1
        self.held.set()
        self.let_go.wait(120)
        return False
