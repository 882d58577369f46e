"""The app without its one-time keys: what the tests of double sending must be able to catch."""

from saturday import create_app
from saturday.web import access

access._take_key = lambda: None
app = create_app()
