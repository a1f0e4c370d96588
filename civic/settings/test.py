"""Settings of the test suite: in-memory mail and files, an undefined template variable raises."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, STORAGES, TEMPLATES

SECRET_KEY = "tests-only-" + "x" * 50
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
SMS_URL = ""
SMS_FILE_PATH = Path(tempfile.mkdtemp(prefix="civic-test-sms-"))
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="civic-test-media-"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
if "pool" in DATABASES["default"].get("OPTIONS", {}):
    # The test runner drops the database, which a pool would keep busy.
    del DATABASES["default"]["OPTIONS"]["pool"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because the race tests use threads; each process of the suite has its own.
    _folder = Path(tempfile.mkdtemp(prefix="civic-test-db-"))
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
        # Nothing of a test outlives a power cut.
        "init_command": DATABASES["default"]["OPTIONS"]["init_command"].replace("FULL", "OFF")
    }
if suffix := os.environ.get("CIVIC_TEST_SUFFIX"):
    DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_civic_{suffix}"
TEMPLATES[0]["APP_DIRS"] = True
WHITENOISE_AUTOREFRESH = True
# Queries are counted: nothing may be answered from what was kept.
KEPT_SECONDS = 0
