"""Does the drawing keep to the page's rules, and does it hold what it should?"""

import io
from xml.etree import ElementTree as ET

import segno

from saturday.papers import qr

ADDRESS = "http://192.168.1.10:8000/bat-dau/12345678901234567890"


def test_it_is_one_drawing_without_style_or_script() -> None:
    root = ET.fromstring(qr.svg(ADDRESS))  # noqa: S314 - our own words

    assert root.tag.endswith("svg")
    assert root.get("class") == "qr"
    assert root.get("width") is None
    assert {name for one in root.iter() for name in one.attrib} <= {
        "class",
        "viewBox",
        "transform",
        "stroke",
        "d",
    }


def test_it_says_what_it_was_given() -> None:
    other = io.BytesIO()
    segno.make(ADDRESS, error="m", micro=False).save(
        other, kind="svg", border=qr.QUIET_ZONE, omitsize=True, xmldecl=False, svgns=False
    )

    path = next(one for one in ET.fromstring(qr.svg(ADDRESS)).iter() if one.get("d"))  # noqa: S314
    wanted = next(one for one in ET.fromstring(other.getvalue()).iter() if one.get("d"))  # noqa: S314
    assert path.get("d") == wanted.get("d")
    assert qr.svg(ADDRESS) != qr.svg(ADDRESS[:-1] + "1")
