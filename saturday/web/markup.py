"""How do words become markup? As the libraries have it, at a fraction of their cost.

A page puts in a thousand words, and a form a hundred attributes: no other part of a page is dearer.
"""

from functools import cache
from inspect import signature

from flask import Flask
from jinja2 import runtime
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined] # what escape calls
from wtforms.widgets import core


def put_in(value: object) -> str:
    """Escape what a template puts in; a page is joined of plain text, so nothing is wrapped."""
    kind = type(value)
    if kind is str:
        text: str = _escape_inner(value)  # type: ignore[arg-type] # it is one
        return text
    return value if kind is Markup else escape(value)  # type: ignore[return-value] # it is one


clean_key = cache(core.clean_key)  # type: ignore[attr-defined] # newer than the stubs


def attributes(**given: object) -> Markup:
    """Write attributes of a tag as the library does, without its formatter of strings."""
    parts = []
    for name, value in sorted(given.items()):
        key = clean_key(name)
        if value is True:
            parts.append(key)
        elif value is not False:
            safe = str.replace(put_in(value), '"', "&quot;")
            parts.append(f'{key}="{safe}"')
    return Markup(" ".join(parts))  # noqa: S704 - each value is escaped


def init_app(_app: Flask) -> None:
    """Let templates and fields write so."""
    runtime.escape = put_in  # type: ignore[attr-defined, assignment] # what templates call
    core.html_params = attributes
    core.Input.html_params = staticmethod(attributes)  # type: ignore[method-assign] # as called
    core.get_signature = cache(signature)  # type: ignore[attr-defined] # for each list of choices
