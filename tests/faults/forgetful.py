"""The app that forgets which forms it has had: what the tests of double sending must catch."""

from flask import g
from flask.typing import ResponseReturnValue

from saturday import create_app
from saturday.extensions import db
from saturday.models.forms import FormKey
from saturday.web import access

_take = access._take_key


def take_again() -> ResponseReturnValue | None:
    """Take a key that was used as if it were new."""
    key = access._read_key()
    used = db.session.scalar(FormKey.used(key[0])) if key else None
    if key is None or used is None:
        return _take()
    g.form_key, g.form_name = key[0], key[2]
    return None


access._take_key = take_again
app = create_app()
