"""The app, dying now and then when an act is saved but not yet answered.

With FORGETFUL set it also forgets which forms it has had: then doubles must be found.
No connection made while it is loaded is handed on: SQLite's must not be carried into a fork.
"""

import os
import signal
from collections.abc import Iterable
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any

from flask import Flask

from saturday.extensions import db

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EVERY = int(os.environ.get("DIES_EVERY", "6"))
_done = count(1)


def dying(whole: "WSGIApplication") -> "WSGIApplication":
    """Let every few acts kill their process before anybody hears of them."""

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:  # noqa: ANN401 - as WSGI says
            if status.startswith("303") and next(_done) % EVERY == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return start(status, headers, *rest)

        return whole(environ, begin)

    return answer


app: Flask = import_module("tests.faults.forgetful" if os.environ.get("FORGETFUL") else "wsgi").app
with app.app_context():
    db.engine.dispose()
app.wsgi_app = dying(app.wsgi_app)  # type: ignore[assignment,method-assign] # how WSGI apps are wrapped
