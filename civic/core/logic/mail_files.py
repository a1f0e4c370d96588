"""The messages of a file of sent mail, as the file backend of Django writes them."""

import email
import email.policy
from email.message import EmailMessage

# What follows each message in its file.
_END = b"\n" + b"-" * 79 + b"\n"


def split_messages(raw: bytes) -> list[bytes]:
    """Return the messages of a file, as they were written."""
    return [message for message in raw.split(_END) if message.strip()]


def join_messages(messages: list[bytes]) -> bytes:
    """Return the file of some messages."""
    return b"".join(message + _END for message in messages)


def read_message(raw: bytes) -> EmailMessage:
    """Return a message, its subject and its text readable whatever their encoding."""
    return email.message_from_bytes(raw, policy=email.policy.default)


def words_of(message: EmailMessage) -> str:
    """Return all that a message says: who it is for, its subject, its texts."""
    headers = [str(value) for value in message.values()]
    texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*headers, *texts])
