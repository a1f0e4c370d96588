"""The environment variables Civic reads, typed; a wrong value stops the start with a sentence."""

import os
import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

PREFIX = "CIVIC_"
# These two names are conventions of hosting platforms, so they carry no prefix.
UNPREFIXED = {"database_url": "DATABASE_URL", "redis_url": "REDIS_URL"}


class Environment(BaseModel):
    """Deployment choices; every field has a default that makes a small commune's server work."""

    model_config = ConfigDict(extra="forbid")

    database_url: str = Field("", description="postgres://…; empty: SQLite in var/")
    redis_url: str = Field("", description="redis://…; empty: one process, in-memory channel layer")
    var_dir: Path = Field(Path("var"), description="database, media, generated secret key")
    secret_key: str = Field("", description="at least 50 characters; empty: generated in var/")
    hosts: str = Field(
        "127.0.0.1,localhost,[::1]", description="host names served, comma separated"
    )
    base_url: str = Field("http://127.0.0.1:8000", description="public address, used in mail")
    time_zone: str = Field("Europe/Paris", description="an IANA time zone")
    demo: bool = Field(False, description="shows the cast bar, /demo/mail/ and /demo/sms/")
    debug: bool = Field(False, description="developers only")
    https: bool = Field(False, description="secure cookies, HSTS; behind a TLS proxy")
    trusted_proxies: int = Field(0, ge=0, le=5, description="proxies that append X-Forwarded-For")
    email_url: str = Field("", description="smtp://user:password@host:port; empty: kept on disk")
    from_email: str = Field("Civic <ne-pas-repondre@example.org>", description="sender")
    sms_url: str = Field("", description="gateway of text messages; empty: kept on disk")
    worker: Literal["embedded", "separate"] = Field(
        "embedded", description="embedded: the web process drains the queue"
    )
    tiles_url: str = Field("", description="background map: https://…/{z}/{x}/{y}.png")
    tiles_credit: str = Field("", description="whom the background map is credited to")
    max_upload_mb: int = Field(10, ge=1, le=100, description="largest upload, in megabytes")

    @field_validator("base_url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("start it with http:// or https://")
        return value.rstrip("/")

    @field_validator("hosts")
    @classmethod
    def _no_wildcard(cls, value: str) -> str:
        # A wildcard also switches off the origin check of live sockets.
        if "*" in value:
            raise ValueError("name each host; a wildcard switches the origin check off")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < 50:
            raise ValueError("use at least 50 characters")
        return value

    @field_validator("sms_url")
    @classmethod
    def _private(cls, value: str) -> str:
        # Numbers and answers travel to it: in clear only on this machine.
        parts = urlsplit(value)
        is_here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
        if value and not is_here and not (parts.scheme == "https" and parts.hostname):
            raise ValueError("start it with https://")
        return value

    @field_validator("tiles_url")
    @classmethod
    def _tiles(cls, value: str) -> str:
        wanted = ("{z}", "{x}", "{y}")
        if value and not (value.startswith("https://") and all(part in value for part in wanted)):
            raise ValueError("start it with https:// and write {z}, {x} and {y} in it")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(value)
        except Exception as error:
            raise ValueError("use an IANA name such as Europe/Paris") from error
        return value

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        if value and not value.startswith(("postgres://", "postgresql://", "sqlite://")):
            raise ValueError("use postgres://user:password@host:port/name or sqlite:///path")
        return value


def variable_of(field: str) -> str:
    """Return the environment variable a field is read from."""
    return UNPREFIXED.get(field, PREFIX + field.upper())


def read_environment(environ: dict[str, str] | None = None) -> Environment:
    """Read the environment; raise ImproperlyConfigured with one sentence per wrong value."""
    source = dict(os.environ) if environ is None else environ
    values = {
        name: source[variable_of(name)]
        for name in Environment.model_fields
        if source.get(variable_of(name), "") != ""
    }
    try:
        return Environment.model_validate(values)
    except ValidationError as error:
        sentences = [
            f"{variable_of(str(problem['loc'][0]))}={problem['input']!r}: "
            f"{problem['msg'].removeprefix('Value error, ')}."
            for problem in error.errors()
        ]
        raise ImproperlyConfigured("\n".join(sentences)) from error


def secret_key(environment: Environment) -> str:
    """Return the secret key, generated once into var/ with owner-only permissions."""
    if environment.secret_key:
        return environment.secret_key
    path = environment.var_dir / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as stream:
        key = secrets.token_urlsafe(60)
        stream.write(key)
    return key
