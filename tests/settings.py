"""The settings of the tests: the real ones, in a folder of their own that goes away at the end."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = tempfile.mkdtemp(prefix="secretariat-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("SECRETARIAT_") and name != "SECRETARIAT_SHARED"]:
    del os.environ[name]
os.environ["SECRETARIAT_HOME"] = _home
Path(_home, "static").mkdir()

from config.settings import *  # noqa: E402, F403

# In memory also where several workers share the tests: each has a store of its own there anyway.
DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
DEMO = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SENDS_MAIL, SHOWS_LINKS = True, False  # as with a mail server; tests of a machine without one say so
# The real hasher takes a third of a second on purpose; one test asserts its name and parameters.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
