"""The door for gunicorn and for ``flask --app wsgi``."""

import gc

gc.disable()  # nothing of what is loaded is garbage; to look for it takes a fifth of the start

from saturday import create_app  # noqa: E402 - only now

app = create_app()
gc.freeze()  # it stays for good: no later search need walk through it
gc.enable()
