"""Where does a person go next, and is it a page of ours?"""

from urllib.parse import urlsplit

from flask import current_app, request


def own_path(wanted: str | None) -> str:
    """Give a path of this app, "/" for anything that might lead elsewhere."""
    path = wanted or "/"
    odd = any(letter <= " " or letter == "\\" for letter in path)
    ours = path.startswith("/") and not path.startswith("//")
    return path if ours and not odd else "/"


def page_before() -> str:
    """Give the page of ours that the person came from."""
    came_from = urlsplit(request.referrer or "")
    return own_path(came_from.path if came_from.netloc == request.host else None)


def https_address() -> str | None:
    """Give this page's address over HTTPS, where a password may not travel without it."""
    if request.is_secure or not current_app.config["HTTPS_ONLY"]:
        return None
    return f"https://{urlsplit(request.host_url).hostname}{request.full_path.rstrip('?')}"
