"""Do our quicker ways put words into markup as the libraries do?"""

import pytest
from flask import Flask
from jinja2 import Template, runtime
from markupsafe import Markup, escape
from wtforms.widgets import html_params  # the library's own, whatever the app put in its place

from saturday.rules.intake import Outcome
from saturday.web.markup import attributes, put_in

MEAN = """<b onclick='x()'>"Tài & Tý"</b>"""


class Drawn:
    """Something that writes its own markup."""

    def __html__(self) -> str:
        """Write it."""
        return "<hr>"


@pytest.mark.parametrize(
    "value",
    ["", "Xã Anh Sơn", MEAN, Markup("<i>đậm</i>"), Drawn(), Outcome.SETTLED, 12, 1.5, None, True],
)
def test_what_is_put_in_is_escaped_as_by_the_library(value: object) -> None:
    assert str(put_in(value)) == str(escape(value))


@pytest.mark.usefixtures("app")
def test_templates_escape_so() -> None:
    template = Template(
        "{{ typed }}{% set kept %}{{ typed }}{% endset %}{{ kept }}", autoescape=True
    )

    assert runtime.escape is put_in  # type: ignore[attr-defined] # compiled templates ask for it
    assert template.render(typed=MEAN) == str(escape(MEAN)) * 2


def test_a_page_escapes_what_is_data(app: Flask) -> None:
    with app.test_request_context():
        page = app.jinja_env.from_string("{{ typed }}{{ typed ~ '<br>' }}{{ typed|upper }}")
        whole = page.render(typed=MEAN)

    assert "<" not in whole
    assert '"' not in whole


@pytest.mark.parametrize(
    "given",
    [
        {"class_": "short", "id": "ten", "data_filter": True, "required": False},
        {"value": MEAN, "aria_label": Markup('a "b"')},
        {"data-typed": MEAN, "rows": 4},
    ],
)
def test_attributes_are_written_as_by_the_library(given: dict[str, object]) -> None:
    assert attributes(**given) == html_params(**given)
