"""The door for gunicorn and for ``flask --app wsgi``."""

from saturday import create_app

app = create_app()
