"""Where does a person go next, and is it a page of ours?"""

from urllib.parse import urlsplit

from flask import current_app, request

from saturday.web.access import came_from


def own_path(wanted: str | None) -> str:
    """Give a path of this app, "/" for anything that might lead elsewhere."""
    path = wanted or "/"
    odd = any(letter <= " " or letter == "\\" for letter in path)
    ours = path.startswith("/") and not path.startswith("//")
    return path if ours and not odd else "/"


def page_before() -> str:
    """Give the page of ours that the person came from."""
    before = came_from()
    return own_path(before.path if before else None)


def https_address() -> str | None:
    """Give this page's address over HTTPS, where a password may not travel without it."""
    if request.is_secure or not current_app.config["HTTPS_ONLY"]:
        return None
    return f"https://{urlsplit(request.host_url).hostname}{request.full_path.rstrip('?')}"
