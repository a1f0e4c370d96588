"""An installation says what is wrong with its settings, and prepares itself once."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from civic.core.models import Heartbeat
from civic.core.registry import registry
from civic.core.services.tick import run_tick
from civic.settings.environment import read_environment


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("CIVIC_TIME_ZONE", "Paris", "IANA"),
        ("CIVIC_HOSTS", "*", "wildcard"),
        ("CIVIC_BASE_URL", "civic.example.org", "http"),
        ("CIVIC_SECRET_KEY", "short", "50 characters"),
        ("DATABASE_URL", "mysql://localhost/civic", "postgres://"),
        ("CIVIC_MAX_UPLOAD_MB", "many", "integer"),
        ("CIVIC_WORKER", "none", "embedded"),
        ("CIVIC_SMS_URL", "http://sms.example.org/send", "https://"),
        ("CIVIC_SMS_URL", "https:///send", "https://"),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(
    variable: str, value: str, words: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        read_environment({variable: value})
    assert variable in str(error.value)
    assert words in str(error.value)


def test_no_environment_is_a_small_commune() -> None:
    environment = read_environment({})
    assert environment.time_zone == "Europe/Paris"
    assert environment.database_url == ""


def test_a_job_that_fails_stops_no_other(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []

    def fail(moment: datetime) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(registry, "ticks", {"broken": fail, "sound": ran.append})
    errors = run_tick(datetime(2026, 11, 21, tzinfo=UTC))

    assert len(ran) == 1
    assert "broken" in errors
    assert Heartbeat.objects.get(name="broken").error == "ValueError: broken"


def test_the_health_page_tells_a_silent_worker(client: Client, db: None) -> None:
    assert client.get("/health/").status_code == 503

    run_tick()
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json()["tick"] is True
