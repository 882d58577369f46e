"""Tests: what a template asks for is held against what its paper has."""

import pytest
from jinja2 import Environment

from saturday.papers.assignment_notice import AssignmentNotice
from saturday.papers.spots import Spot
from saturday.papers.tags import Reader, forbidden


def spot(text: str, number: int = 1, *, row: int | None = None) -> Spot:
    return Spot(number, text, (), 0, row, None if row is None else 1)


def faults(*texts: str) -> list[str]:
    return Reader(AssignmentNotice).read([spot(text, at) for at, text in enumerate(texts, 1)])


@pytest.mark.parametrize(
    "texts",
    [
        ("Không có thẻ nào.",),
        ("{{ opening }} và {{ heading.number }}",),
        ("{{opening}}",),
        ("{{ opening\u00a0}}",),
        ("{% if opening %}a{% elif time and not place %}b{% else %}c{% endif %}",),
        ("{% if heading.parent != 'UBND' or place == 'x' %}a{% endif %}",),
        ("{%p for line in subject %}", "{{ loop.index }}. {{ line }}", "{%p endfor %}"),
        (
            "{%p if people %}",
            "{%p for one in people %}",
            "{{ one.name }}",
            "{%p endfor %}",
            "{%p endif %}",
        ),
        ("{% for one in people %}{{ one.name }}{% if not loop.last %}; {% endif %}{% endfor %}",),
    ],
)
def test_these_are_good(texts: tuple[str, ...]) -> None:
    assert faults(*texts) == []


def test_a_row_is_good_in_its_table() -> None:
    rows = ["{%tr for row in people %}", "{{ row.name }}", "{%tr endfor %}"]

    read = Reader(AssignmentNotice).read(
        [spot(text, at, row=at) for at, text in enumerate(rows, 1)]
    )

    assert read == []


def test_a_table_ends_where_it_begins() -> None:
    begun = Spot(1, "{%tr for row in people %}", (), 0, 1, 1)
    ended = Spot(2, "{%tr endfor %}", (), 0, 2, 2)

    assert Reader(AssignmentNotice).read([begun, ended]) == [
        (
            "Đoạn 2 “{%tr endfor %}”: thẻ {%tr endfor %} phải ở cùng một bảng với "
            "{%tr for row in people %} ở đoạn 1."
        )
    ]


def test_a_block_ends_as_it_begins() -> None:
    assert faults("{%p if opening %}", "{% endif %}") == [
        "Đoạn 2 “{% endif %}”: thẻ {% endif %} phải viết {%p endif %} như chỗ mở."
    ]


def test_a_block_in_the_margin_is_named_so() -> None:
    first = Spot(1, "{%p if opening %}", (), 0, part="Đầu trang")
    last = Spot(2, "{%p endif %}", (), 7, part="Đầu trang")

    assert "ở đầu trang, đoạn 1" in Reader(AssignmentNotice).read([first, last])[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("openin", "opening"),
        ("symbol", "heading.symbol"),
        ("capacity", "signature.capacity"),
        ("duty", "row.duty” trong bảng “people"),
    ],
)
def test_what_was_meant_is_offered(typed: str, meant: str) -> None:
    assert faults(f"{{{{ {typed} }}}}")[0].endswith(f"không có biến “{typed}”; có phải “{meant}”.")


def test_what_is_like_nothing_is_offered_nothing() -> None:
    assert faults("{{ xyzxyz }}")[0].endswith("không có biến “xyzxyz”.")


def test_a_part_of_a_plain_word_is_no_part() -> None:
    assert faults("{{ opening.x }}")[0].endswith("“opening” không có phần “x”.")
    assert len(faults("{{ khong.x }}")) == 1


def test_a_fault_is_said_once_and_not_more_than_twenty() -> None:
    assert len(faults("{{ x }}{{ x }}")) == 1
    assert len(faults(*(f"{{{{ x{at} }}}}" for at in range(40)))) == 20


def test_what_is_printed_is_remembered_by_its_whole_name() -> None:
    reader = Reader(AssignmentNotice)
    reader.read([spot("{% for one in people %}{{ one.name }}{% endfor %}{{ opening }}")])

    assert {"people.name", "opening"} <= reader.printed
    assert "people.post" in reader.unprinted()


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("{{ a() }}", "lời gọi hàm"),
        ("{{ a|upper }}", "bộ lọc “|”"),
        ("{{ a is defined }}", "phép thử “is”"),
        ("{{ a[0] }}", "dấu [ ]"),
        ("{{ a if b else c }}", "“if … else” trong một biến"),
        ("{{ a ~ b }}", "phép tính"),
        ("{{ a + b }}", "phép tính"),
        ("{{ [a] }}", "phép tính"),
        ("{% include 'a' %}", "“include”"),
        ("{% import 'a' as b %}", "“import”"),
        ("{% from 'a' import b %}", "“import”"),
        ("{% extends 'a' %}", "phép tính"),
        ("{% block a %}{% endblock %}", "phép tính"),
        ("{% macro a() %}{% endmacro %}", "“macro”"),
        ("{% set a = 1 %}", "“set”"),
        ("{% filter upper %}a{% endfilter %}", "bộ lọc “|”"),
        ("{{ a.__class__ }}", "tên bắt đầu bằng dấu gạch dưới"),
        ("{{ _a }}", "tên bắt đầu bằng dấu gạch dưới"),
    ],
)
def test_whatever_is_not_plain_is_forbidden(source: str, what: str) -> None:
    assert what in {words for _line, words in forbidden(Environment().parse(source))}  # noqa: S701


def test_what_is_plain_is_allowed() -> None:
    source = (
        "a {{ b.c }} {% for d in e %}{% if not d and d == 'f' or b %}{{ d }}{% endif %}{% endfor %}"
    )

    assert list(forbidden(Environment().parse(source))) == []  # noqa: S701
