"""Is what both sides say of a line shown side by side, and nothing personal among it?"""

from datetime import date, datetime

import pytest

from saturday import clock
from saturday.models.commune import Department, Hamlet
from saturday.models.intake import IntakeEntry, Visit
from saturday.models.procedures import Procedure
from saturday.rules.intake import Filing, Outcome
from saturday.rules.packs import Side
from saturday.safekeeping import differing
from saturday.safekeeping.differing import EMPTY

VISIT = {"hamlet", "identity_number", "name", "phone"}
LATER = datetime(2026, 5, 9, 10, 30, tzinfo=clock.TIMEZONE)


def line(**parts: object) -> IntakeEntry:
    """Make a line of a laptop."""
    who = {name: parts.pop(name) for name in VISIT & parts.keys()}
    return IntakeEntry(letter="B", number=1, visit=Visit(**who), **parts)


@pytest.mark.parametrize(
    ("name", "near", "far", "side"),
    [
        ("quantity", {"quantity": 7}, {"quantity": 1200}, ("số lượng", "7", "1.200")),
        ("fee", {"fee": 50000}, {}, ("phí", "50.000", EMPTY)),
        (
            "outcome",
            {"outcome": Outcome.SETTLED},
            {"outcome": Outcome.RECEIVED},
            ("kết quả", Outcome.SETTLED.words, Outcome.RECEIVED.words),
        ),
        (
            "filing",
            {"filing": Filing.DIRECT},
            {"filing": Filing.ONLINE},
            ("hình thức nộp", "trực tiếp", "trực tuyến tại chỗ"),
        ),
        ("due_on", {"due_on": date(2026, 5, 13)}, {}, ("ngày hẹn", "13/5/2026", EMPTY)),
        ("voided_at", {}, {"voided_at": LATER}, ("hủy dòng", EMPTY, "10 giờ 30, 09/5/2026")),
        (
            "procedure_id",
            {"procedure": Procedure(short_name="Khai sinh")},
            {},
            ("thủ tục", "Khai sinh", EMPTY),
        ),
        ("hamlet_id", {"hamlet": Hamlet(name="Thôn 12")}, {}, ("thôn, bản", "Thôn 12", EMPTY)),
        (
            "decider_id",
            {"decider": Department(name="Phòng Kinh tế")},
            {},
            ("nơi giải quyết", "Phòng Kinh tế", EMPTY),
        ),
    ],
)
def test_both_values_stand_side_by_side(
    name: str, near: dict[str, object], far: dict[str, object], side: tuple[str, str, str]
) -> None:
    found = differing.changed_twice(line(**far), line(**near), [name])

    assert found.sides == (Side(*side),)
    assert found.line == "B0001"
    assert f"khác nhau: {side[0]}." in found.words


@pytest.mark.parametrize("name", ["name", "phone", "identity_number", "remark", "dossier_code"])
def test_what_is_personal_is_named_only(name: str) -> None:
    near, far = line(**{name: "Vi Văn Một"}), line(**{name: "Vi Văn Hai"})

    found = differing.changed_twice(far, near, [name])

    assert found.sides == ()
    assert differing.WORDS[name] in found.words
    assert "Vi Văn" not in repr(found)
