"""Saturday: the whole assembly of the app on one page."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from saturday import cli, config, demo, extensions, web

ROOT = Path(__file__).resolve().parent.parent


class App(Flask):
    """The app, whose functions are plain ones: Flask need not look at each before it is called."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Take a function as it is."""
        return func


def create_app(overrides: Mapping[str, object] | None = None) -> Flask:
    """Make the app: defaults, then ``config.py`` of the data folder, then ``overrides``."""
    folder = config.data_folder()
    app = App(
        "saturday",
        instance_path=str(folder),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.from_mapping(config.settings(folder))
    app.config.from_pyfile(str(folder / "config.py"), silent=True)
    app.config.from_mapping(overrides or {})
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = app.config["STATIC_MAX_AGE"]
    if app.config["HTTPS_ONLY"]:
        app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-saturday")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    extensions.init_app(app)
    web.init_app(app)
    cli.init_app(app)
    demo.init_app(app)
    if app.config["BEHIND_FRONT"]:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign] # how WSGI is wrapped
    return app
