"""Every setting of the program, with its default: what can be set, and where does it come from?"""

import os
from collections.abc import Collection
from ipaddress import ip_address
from pathlib import Path

LOCAL_NAMES = (".local", ".lan", ".home.arpa", ".internal", ".localhost")


class MissingSecret(RuntimeError):
    """The program must not serve without a secret key of its own."""


def is_own_host(name: str, listed: Collection[str]) -> bool:
    """Say whether a host name can be this office's: a public name points here by a trick only.

    An address, a name without dots, a name of a local network, or one that the settings list.
    """
    if name in listed or "." not in name or name.endswith(LOCAL_NAMES):
        return True
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def data_folder() -> Path:
    """Folder of the database, backups and config.py: ``SATURDAY_DATA``, else ``instance/``."""
    default = Path(__file__).resolve().parent.parent / "instance"
    return Path(os.environ.get("SATURDAY_DATA") or default).resolve()


def settings(folder: Path) -> dict[str, object]:
    """Give Flask's settings before ``config.py`` of the data folder may override them."""
    return {
        "SECRET_KEY": None,  # written once by deploy.sh into config.py of the data folder
        "SQLALCHEMY_DATABASE_URI": os.environ.get("DATABASE_URL")
        or f"sqlite:///{folder / 'saturday.sqlite'}",
        "SQLALCHEMY_ENGINE_OPTIONS": {},
        "MAX_CONTENT_LENGTH": 16 * 1024 * 1024,  # one signed PDF or scan
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "MAX_FORM_PARTS": 1000,
        "OWN_HOSTS": (),  # public names of this machine; addresses and local names are always its
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_CHECK_DEFAULT": False,  # web/access asks: after the sign-in, so that text is kept
        "WTF_CSRF_TIME_LIMIT": None,  # the sign-in ends first
        "WTF_CSRF_SSL_STRICT": False,  # the token decides; phones send no Referer
        # On a socket only the front can reach, so that what it says of a visitor is true.
        "BEHIND_FRONT": bool(os.environ.get("SATURDAY_SOCKET")),
        "HTTPS_ONLY": False,  # True after ``deploy.sh install``: no sign-in over plain HTTP
        "SATURDAY_NOW": os.environ.get("SATURDAY_NOW"),  # honoured on the demo database only
        "DEMO_PASSWORD": os.environ.get("SATURDAY_DEMO_PASSWORD"),
        "DATA_FOLDER": str(folder),
        "BACKUPS": str(folder / "backups"),  # this machine's own copies
        "PORT": int(os.environ.get("SATURDAY_PORT") or 8000),
        "SOFFICE": os.environ.get("SATURDAY_SOFFICE") or "soffice",
        "STATIC_MAX_AGE": 365 * 24 * 3600,  # static addresses carry a hash of their content
    }
