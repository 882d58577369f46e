"""The one-stop system's Excel on its way into a Saturday's log."""

from collections import Counter
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import clock
from saturday.extensions import db
from saturday.models import daily
from saturday.models.audit import AuditEvent
from saturday.models.commune import Hamlet
from saturday.models.daily import DayFigures
from saturday.models.dossier_writing import NOT_IN_FILE, PUT_OFF, REASON
from saturday.models.intake import Applicant, Deed, Due, IntakeEntry, Origin, Visit, counts_of
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.returns import Return
from saturday.models.settings import change_settings
from saturday.papers.spreadsheet import MEDIA_TYPE
from saturday.rules.intake import EntryOrigin, Outcome
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.dossier_files import BIRTH, COPY, HEADS, SINGLE, book, code, row
from tests.pages import Page, Person
from tests.web.intake.later import later

PATH = "/tiep-nhan/2026-04-11/nap-tep"
OTHER_HEADS = (
    "TT",
    "Số biên nhận HS",
    "Nội dung giải quyết",
    "Ông/bà",
    "Lúc nhận",
    "Lúc hẹn",
    "Lúc trả",
    "Bước xử lý",
)


@pytest.fixture(autouse=True)
def saturday(app: Flask) -> DutySession:
    """Let it be noon of the Saturday."""
    del app
    duty_session = factories.duty_session()
    stand_at("2026-04-11 12:10")
    return duty_session


def upload(who: Person, content: BytesIO, name: str = "hoso.xlsx") -> Page:
    """Choose a file and send it."""
    return who.send(who.get(PATH), PATH, file=(content, name))


def confirm(who: Person, page: Page, figures: str = "", **typed: str) -> Page:
    """Press the button of the preview, choosing figures where it asks."""
    chosen: dict[str, Any] = {**typed, **({"figures": figures} if figures else {})}
    return who.send(page, page.path.partition("?")[0], **chosen)


def answered(page: Page, answer: str) -> dict[str, str]:
    """Give one answer to every question of a preview."""
    fields = page.soup.select(f"input[name^=answers-][value^='{answer} ']")
    return {str(one["name"]).replace("-", "__"): str(one["value"]) for one in fields}


def at(hour: str) -> datetime:
    """Give a moment of the Saturday."""
    return datetime.combine(date(2026, 4, 11), time.fromisoformat(hour), tzinfo=clock.TIMEZONE)


def tap(duty_session: DutySession, outcome: Outcome, number: int, hour: str = "08:20") -> None:
    """Let the desk count people at about the hour of the file."""
    for _one in range(number):
        origin = Origin(duty_session, None, kind=EntryOrigin.TALLY, happened_at=at(hour))
        IntakeEntry.record(db.session, Deed(outcome), origin)
    db.session.commit()


def typed_birth(
    duty_session: DutySession,
    dossier_code: str = "",
    hour: str = "08:20",
    village: Hamlet | None = None,
) -> None:
    """Let somebody type a birth."""
    births = Procedure.in_force(duty_session.day).where(Procedure.code == "1.001193")
    deed = Deed(
        Outcome.RECEIVED,
        db.session.scalars(births).one(),
        dossier_code=dossier_code,
        due=Due(date(2026, 4, 15)),
    )
    origin = Origin(duty_session, None, happened_at=at(hour))
    IntakeEntry.record(db.session, deed, origin, who=Applicant(hamlet=village))
    db.session.commit()


def tell(who: Person, page: Page, *meanings: str) -> Page:
    """Say which column each head names, from the first on."""
    told: dict[str, Any] = {f"heads__{place}": one for place, one in enumerate(meanings)}
    return who.send(page, "/cot", **told)


def standing() -> Counter[str]:
    """Count the lines that stand by their outcome."""
    rows = db.session.scalars(select(IntakeEntry).where(IntakeEntry.voided_at.is_(None)))
    return Counter(one.outcome.name for one in rows)


def test_dossiers_nobody_typed_become_lines(centre: Person, saturday: DutySession) -> None:
    page = upload(centre, book([row(1, COPY, "11/04/2026 08:40"), row(2, BIRTH, due="15/4/2026")]))
    assert page.notice == "Đã đọc tệp. Chưa có gì được ghi vào nhật ký."
    assert standing() == {}
    assert page.rows("Hồ sơ chưa có dòng") == [
        ["4", code(1), "Chứng thực bản sao", "giải quyết, trả ngay"],
        ["5", code(2), "Đăng ký khai sinh", "tiếp nhận, hẹn trả, hẹn 15/4"],
    ]

    done = confirm(centre, page)

    assert done.notice == "Đã nạp tệp: thêm 2 dòng."
    assert standing() == {"SETTLED": 1, "RECEIVED": 1}
    assert counts_of(db.session, saturday).visits == 2
    rows = db.session.scalars(select(IntakeEntry).order_by(IntakeEntry.id)).all()
    assert [one.happened_at.strftime("%H:%M") for one in rows] == ["08:15", "08:15"]
    assert [one.origin for one in rows] == [EntryOrigin.FILE] * 2
    assert rows[1].due_on == date(2026, 4, 15)


def test_on_a_laptop_the_lines_of_a_file_bear_its_letter(
    centre: Person, saturday: DutySession
) -> None:
    change_settings(db.session, {"desk.letter": "B"}, by=None)
    db.session.commit()
    tap_there = Origin(saturday, None, letter="B", kind=EntryOrigin.TALLY)
    IntakeEntry.record(db.session, Deed(Outcome.GUIDED), tap_there)
    db.session.commit()

    confirm(centre, upload(centre, book([row(1, COPY), row(2, BIRTH, due="15/4/2026")])))

    rows = db.session.scalars(select(IntakeEntry).order_by(IntakeEntry.id))
    assert [one.full_number for one in rows] == ["B0001", "B0002", "B0003"]


def test_taps_and_file_are_compared_before_anything_is_written(
    centre: Person, saturday: DutySession
) -> None:
    tap(saturday, Outcome.RECEIVED, 2)
    page = upload(centre, book([row(number, BIRTH) for number in (1, 2, 3)]))
    assert "Đếm nhanh 2, tệp 3: lấy số nào?" in page.main

    refused = confirm(centre, page)
    assert (refused.status, refused.faults) == (422, ["Hãy chọn lấy số nào."])

    done = confirm(centre, page, figures="FILE")
    assert done.notice == "Đã nạp tệp: thêm 1 dòng, điền 2 dòng chưa có mã."
    assert standing() == {"RECEIVED": 3}


def test_a_file_read_twice_changes_nothing(centre: Person, saturday: DutySession) -> None:
    tap(saturday, Outcome.RECEIVED, 2)
    rows = [row(number, BIRTH, name="Lê An (mẫu)") for number in (1, 2, 3)]
    confirm(centre, upload(centre, book(rows)), figures="FILE")
    before = counts_of(db.session, saturday)

    again = upload(centre, book(rows))

    assert "Tệp này không có dòng nào để nhập." in again.main
    assert not again.has_form(again.path.partition("?")[0])
    assert counts_of(db.session, saturday) == before


def test_figures_that_were_kept_are_kept_again(centre: Person, saturday: DutySession) -> None:
    tap(saturday, Outcome.RECEIVED, 2)
    rows = [row(number, BIRTH) for number in (1, 2, 3)]
    done = confirm(centre, upload(centre, book(rows)), figures="DESK")
    assert done.notice == "Đã nạp tệp: điền 2 dòng chưa có mã."

    again = upload(centre, book(rows))

    assert "Đếm nhanh 2, tệp 3: lấy số nào?" in again.main
    chosen = again.soup.select("input[name=figures][checked]")
    assert [one["value"] for one in chosen] == ["DESK"]
    refused = confirm(centre, again)
    assert refused.faults == ["Tệp này không có dòng nào để nhập."]
    assert standing() == {"RECEIVED": 2}
    confirm(centre, again, figures="FILE")
    assert standing() == {"RECEIVED": 3}


def test_a_file_of_a_part_of_the_day_says_so_and_drops_nothing(
    centre: Person, saturday: DutySession
) -> None:
    tap(saturday, Outcome.SETTLED, 3)

    page = upload(centre, book([row(1, COPY, "11/04/2026 08:40")]))

    told = "Tệp có 1 hồ sơ của buổi 11/4, nhận từ 8 giờ 15 đến 8 giờ 15. Quầy ghi 3 hồ sơ."
    assert told in page.main
    assert "Tệp chỉ có một phần của buổi: 2 dòng quầy ghi không có trong tệp." in page.main
    assert not page.soup.select("input[name=figures]")
    assert not page.soup.select("details[open] input[name=drop]")
    done = confirm(centre, page)
    assert done.notice == "Đã nạp tệp: điền 1 dòng chưa có mã."
    assert standing() == {"SETTLED": 3}


def test_a_file_names_the_procedures_it_has_nothing_of(
    centre: Person, saturday: DutySession
) -> None:
    typed_birth(saturday)

    page = upload(centre, book([row(1, COPY)]))

    assert "Quầy có ghi, tệp không có: Đăng ký khai sinh." in page.main


def test_taps_the_file_knows_nothing_of_are_dropped_by_an_act_with_its_reason(
    centre: Person, saturday: DutySession
) -> None:
    tap(saturday, Outcome.SETTLED, 3)
    page = upload(centre, book([row(1, COPY, "11/04/2026 08:40")]))

    refused = confirm(centre, page, drop="y")
    assert (refused.status, refused.faults) == (
        422,
        ["Hãy ghi vì sao hủy 2 lượt đếm mà tệp không có."],
    )
    assert refused.soup.select("details[open] input[name=drop][checked]")
    assert standing() == {"SETTLED": 3}
    done = confirm(centre, refused, drop="y", reason="đếm nhầm lúc mất điện")

    assert done.notice == "Đã nạp tệp: điền 1 dòng chưa có mã, hủy 2 lượt đếm."
    rows = db.session.scalars(select(IntakeEntry).order_by(IntakeEntry.id)).all()
    said = f"{NOT_IN_FILE}: đếm nhầm lúc mất điện"
    assert [one.void_reason for one in rows] == ["", said, said]
    assert (rows[0].origin, rows[0].dossier_code) == (EntryOrigin.FILE, code(1))
    assert [one.reason for one in rows[0].corrections] == [REASON]


def test_what_a_part_of_the_day_has_more_can_be_added_to_the_taps(
    centre: Person, saturday: DutySession
) -> None:
    births = Procedure.in_force(saturday.day).where(Procedure.code == "1.001193")
    told = Deed(Outcome.SETTLED, db.session.scalars(births).one())
    for _one in range(2):
        origin = Origin(saturday, None, kind=EntryOrigin.TALLY, happened_at=at("08:20"))
        IntakeEntry.record(db.session, told, origin)
    db.session.commit()
    page = upload(centre, book([row(1, COPY, "11/04/2026 08:40")]))
    offered = [one["value"] for one in page.soup.select("input[name=figures]")]
    assert offered == ["DESK", "BOTH"]
    assert confirm(centre, page).faults == ["Hãy chọn lấy số nào."]

    done = confirm(centre, page, "BOTH")

    assert done.notice == "Đã nạp tệp: thêm 1 dòng."
    assert standing() == {"SETTLED": 3}


@pytest.mark.parametrize(("figures", "lines"), [("DESK", 1), ("BOTH", 2)])
def test_somebody_else_than_the_tap_is_added_when_both_are_kept(
    centre: Person, saturday: DutySession, figures: str, lines: int
) -> None:
    tap(saturday, Outcome.SETTLED, 1, hour="10:30")
    page = upload(centre, book([row(1, COPY, "11/04/2026 08:40")]))

    confirm(centre, page, figures, **answered(page, "OTHER"))

    assert standing() == {"SETTLED": lines}


# --- One person, or another? -------------------------------------------------------------------


def test_another_village_is_asked_and_nothing_is_done_unasked(
    centre: Person, saturday: DutySession
) -> None:
    ours, theirs = factories.hamlet("Thôn 1"), factories.hamlet("Thôn 12")
    typed_birth(saturday, village=ours)
    heads = (*HEADS, "Địa chỉ")

    page = upload(centre, book([[*row(1, BIRTH), f"{theirs.name}, xã Anh Sơn"]], heads))

    assert page.rows(f"Dòng 0001 và hồ sơ {code(1)}") == [
        ["Thôn, bản", "Thôn 1", "Thôn 12"],
        ["Thủ tục", BIRTH, BIRTH],
        ["Giờ", "8h20", "8h15"],
        ["Kết quả", "tiếp nhận, hẹn trả", "tiếp nhận, hẹn trả"],
        ["Mã hồ sơ", "chưa có", code(1)],
    ]
    chosen = page.soup.select("input[name^=answers-][checked]")
    assert [one["value"] for one in chosen] == [""]
    assert confirm(centre, page).faults == ["Tệp này không có dòng nào để nhập."]
    assert db.session.scalars(select(IntakeEntry.dossier_code)).all() == [""]


@pytest.mark.parametrize(
    ("answer", "notice", "codes"),
    [
        ("SAME", "Đã nạp tệp: điền 1 dòng chưa có mã.", [code(1)]),
        ("OTHER", "Đã nạp tệp: thêm 1 dòng.", ["", code(1)]),
    ],
)
def test_an_hour_far_off_is_asked_and_the_answer_is_done_once(
    centre: Person, saturday: DutySession, answer: str, notice: str, codes: list[str]
) -> None:
    typed_birth(saturday, hour="10:30")
    page = upload(centre, book([row(1, BIRTH)]))
    assert page.rows(f"Dòng 0001 và hồ sơ {code(1)}")[2] == ["Giờ", "10h30", "8h15"]

    done = confirm(centre, page, **answered(page, answer))

    assert done.notice == notice
    asked = select(IntakeEntry.dossier_code).order_by(IntakeEntry.id)
    assert db.session.scalars(asked).all() == codes
    again = upload(centre, book([row(1, BIRTH)]))
    assert "Tệp này không có dòng nào để nhập." in again.main


def test_what_is_not_decided_is_shown_again_after_the_rest_was_written(
    centre: Person, saturday: DutySession
) -> None:
    typed_birth(saturday, hour="10:30")

    left = confirm(centre, upload(centre, book([row(1, BIRTH), row(2, COPY)])))

    assert left.notice == "Đã nạp tệp: thêm 1 dòng. Còn 1 hồ sơ chưa quyết định."
    assert left.rows(f"Dòng 0001 và hồ sơ {code(1)}")[2] == ["Giờ", "10h30", "8h15"]
    assert standing() == {"RECEIVED": 2}
    done = confirm(centre, left, **answered(left, "SAME"))
    assert done.notice == "Đã nạp tệp: điền 1 dòng chưa có mã."
    assert standing() == {"RECEIVED": 2}


def test_an_answer_is_of_its_pair_alone(centre: Person, saturday: DutySession) -> None:
    typed_birth(saturday, hour="10:30")
    page = upload(centre, book([row(1, BIRTH)]))
    typed_birth(saturday, hour="10:00")  # nearer: now this one is asked about

    again = confirm(centre, page, **answered(page, "SAME"))

    assert again.status == 409
    assert f"Dòng 0002 và hồ sơ {code(1)}" in again.main
    chosen = again.soup.select("input[name^=answers-][checked]")
    assert [one["value"] for one in chosen] == [""]


def test_a_tap_that_is_somebody_else_is_dropped_with_a_reason_alone(
    centre: Person, saturday: DutySession
) -> None:
    tap(saturday, Outcome.SETTLED, 1, hour="10:30")
    page = upload(centre, book([row(1, COPY, "11/04/2026 08:40")]))
    assert [one["value"] for one in page.soup.select("input[name=figures]")] == [
        "DESK",
        "BOTH",
        "FILE",
    ]

    refused = confirm(centre, page, "FILE", **answered(page, "OTHER"))
    assert refused.faults == ["Hãy ghi vì sao hủy 1 lượt đếm mà tệp không có."]
    kept = answered(refused, "OTHER")
    done = confirm(centre, refused, "FILE", reason="đếm thừa một lượt", **kept)

    assert done.notice == "Đã nạp tệp: thêm 1 dòng, hủy 1 lượt đếm."
    assert standing() == {"SETTLED": 1}


def test_a_result_fetched_on_another_day_is_returned(centre: Person, saturday: DutySession) -> None:
    typed_birth(saturday, code(5))
    centre = later(centre, "2026-04-17 09:00")

    page = upload(centre, book([row(5, BIRTH, "16/04/2026 10:30")]))
    assert page.rows("Bổ sung vào dòng đã có") == [
        ["4", code(5), BIRTH, "0001", "đã trả kết quả 16/4"]
    ]
    done = confirm(centre, page)

    assert done.notice == "Đã nạp tệp: bổ sung 1 dòng, ghi trả 1 kết quả."
    returned = db.session.scalars(select(Return)).one()
    assert (returned.returned_on, returned.entry_id) == (date(2026, 4, 16), 1)
    assert counts_of(db.session, saturday).visits == 1


def test_a_tap_somebody_told_more_of_is_no_longer_a_tap(
    centre: Person, saturday: DutySession
) -> None:
    tap(saturday, Outcome.SETTLED, 2)
    told = db.session.scalars(select(IntakeEntry).order_by(IntakeEntry.id)).first()
    assert told is not None
    told.correct(
        Deed(Outcome.SETTLED, remark="giấy tờ cũ"), told.visit.applicant, "rõ hơn", by=None
    )
    db.session.commit()

    confirm(centre, upload(centre, book([row(1, COPY, "11/04/2026")])))

    assert standing() == {"SETTLED": 2}
    assert (told.origin, told.dossier_code) == (EntryOrigin.TALLY, "")


def test_what_somebody_corrected_in_a_line_of_a_file_stays(centre: Person) -> None:
    confirm(centre, upload(centre, book([row(1, BIRTH)])))
    line = db.session.scalars(select(IntakeEntry)).one()
    deed = Deed(Outcome.SUPPLEMENT, line.procedure, dossier_code=code(1))
    line.correct(deed, line.visit.applicant, "thiếu giấy", by=None)
    db.session.commit()

    again = upload(centre, book([row(1, BIRTH, due="15/4/2026")]))

    assert "Tệp này không có dòng nào để nhập." in again.main
    assert standing() == {"SUPPLEMENT": 1}


def test_a_later_file_completes_lines_and_joins_a_person(
    centre: Person, saturday: DutySession
) -> None:
    typed_birth(saturday, code(9))
    confirm(centre, upload(centre, book([row(1, BIRTH, name="Lê An (mẫu)")])))
    assert counts_of(db.session, saturday).visits == 2

    both = [
        row(1, BIRTH, name="Lê An (mẫu)", due="22/4/2026"),
        row(9, BIRTH, name="Lê An (mẫu)"),
    ]
    done = confirm(centre, upload(centre, book(both)))

    assert done.notice == "Đã nạp tệp: bổ sung 1 dòng, gộp 1 lượt của cùng một người."
    assert counts_of(db.session, saturday).visits == 1
    line = db.session.scalars(select(IntakeEntry).order_by(IntakeEntry.id.desc())).first()
    assert line is not None
    assert line.due_on == date(2026, 4, 22)


def test_a_procedure_is_known_by_its_code_alone(centre: Person) -> None:
    heads = ("Mã hồ sơ", "Ngày tiếp nhận", "Mã TTHC")
    rows = [(code(1), "11/04/2026", "1.001193.000.00.00.H41"), (code(2), "11/04/2026", "9.999999")]

    page = upload(centre, book(rows, heads))

    assert page.rows("Hồ sơ chưa có dòng")[0][2] == BIRTH
    assert "Chưa rõ “9.999999” là thủ tục nào." in page.rows("Dòng lỗi")[0][2]


def test_a_result_fetched_later_today_has_no_hour_yet(
    centre: Person, saturday: DutySession
) -> None:
    typed_birth(saturday, code(5))

    confirm(centre, upload(centre, book([row(5, BIRTH, "11/04/2026 12:40")])))

    assert db.session.scalars(select(Return)).one().returned_at is None


def test_a_missing_appointment_is_counted(centre: Person) -> None:
    confirm(centre, upload(centre, book([row(1, SINGLE), row(2, SINGLE, due="20/4/2026")])))

    rows = db.session.scalars(select(IntakeEntry).order_by(IntakeEntry.id)).all()
    assert [(one.due_on, one.due_reason) for one in rows] == [
        (date(2026, 4, 14), ""),
        (date(2026, 4, 20), PUT_OFF),
    ]


def test_names_are_kept_only_when_the_setting_says_so(
    centre: Person, saturday: DutySession
) -> None:
    factories.hamlet("Thôn 12")
    heads = (*HEADS, "Địa chỉ", "Điện thoại")
    about = ["Thôn 12, xã Anh Sơn", "0912 345 678"]
    rows = [[*row(number, BIRTH, name="LÊ AN (MẪU)"), *about] for number in (1, 2)]
    confirm(centre, upload(centre, book(rows, heads)))

    visit = db.session.scalars(select(Visit)).one()
    assert (visit.name, visit.phone, visit.hamlet and visit.hamlet.name) == ("", "", "Thôn 12")
    assert counts_of(db.session, saturday).visits == 1

    change_settings(db.session, {"desk.names": "yes"}, by=None)
    db.session.commit()
    confirm(centre, upload(centre, book(rows, heads)))
    assert db.session.scalars(select(Visit.name)).one() == "LÊ AN (MẪU)"


def test_one_persons_second_dossier_tells_the_village_once(centre: Person) -> None:
    factories.hamlet("Thôn 12")
    heads = (*HEADS, "Địa chỉ", "Điện thoại")
    rows = [
        [*row(1, BIRTH, name="Lê An (mẫu)"), None, "0912 345 678"],
        [*row(2, BIRTH, name="Lê An (mẫu)"), "Thôn 12", "0912 345 678"],
    ]
    confirm(centre, upload(centre, book(rows, heads)))

    again = upload(centre, book(rows, heads))

    assert "Tệp này không có dòng nào để nhập." in again.main
    visit = db.session.scalars(select(Visit)).one()
    assert visit.hamlet is not None
    assert visit.hamlet.name == "Thôn 12"


def test_the_log_tells_counts_and_nothing_of_people(centre: Person) -> None:
    confirm(centre, upload(centre, book([row(1, BIRTH, name="Lê An (mẫu)")])))

    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "import")).one()

    assert event.facts | {"sha256": ""} == {
        "table": "ho-so 2026-04-11",
        "added": 1,
        "changed": 0,
        "closed": 0,
        "dropped": 0,
        "skipped": 0,
        "undecided": 0,
        "sha256": "",
    }
    told = [str(one.facts) for one in db.session.scalars(select(AuditEvent))]
    assert not any("Lê An" in one for one in told)


# --- What the file calls things ----------------------------------------------------------------


def test_renamed_columns_are_told_once(centre: Person) -> None:
    page = upload(centre, book([row(1, BIRTH)], OTHER_HEADS))
    assert page.path.partition("?")[0].endswith("/cot")
    assert page.rows("Các cột của tệp")[0][0] == "Số biên nhận HS"

    shown = tell(centre, page, "dossier_code", "procedure", "name", "received", "due", "returned")

    assert shown.notice == "Đã nhớ tên cột và tên thủ tục cho các tệp sau."
    assert shown.rows("Hồ sơ chưa có dòng")[0][1:3] == [code(1), BIRTH]
    later = upload(centre, book([row(2, BIRTH)], OTHER_HEADS))
    assert later.rows("Hồ sơ chưa có dòng")[0][1] == code(2)


def test_columns_told_wrongly_are_refused_with_words(centre: Person) -> None:
    page = upload(centre, book([row(1, BIRTH)], OTHER_HEADS))

    twice = tell(centre, page, "dossier_code", "dossier_code")
    assert (twice.status, twice.faults) == (422, ["Hai cột cùng là “Mã hồ sơ”. Hãy để lại một."])
    assert [one["value"] for one in twice.soup.select("[name=heads-1] option[selected]")] == [
        "dossier_code"
    ]
    bare = tell(centre, page, "dossier_code", "procedure")
    assert bare.faults == ["Hãy chọn cột nào là “Ngày tiếp nhận”."]
    nameless = tell(centre, page, "dossier_code", "received", "khong-co")
    assert nameless.faults == ["Hãy chọn cột nào là tên hoặc mã thủ tục."]


def test_a_strange_procedure_is_told_once(centre: Person) -> None:
    page = upload(centre, book([row(1, "Khai sinh liên thông (mẫu)"), row(2, COPY)]))
    assert page.rows("Dòng lỗi")[0][2].startswith("Cột Tên thủ tục: Chưa rõ “Khai sinh liên")
    words = centre.get(f"{page.path.partition('?')[0]}/cot")
    assert words.rows("Tên thủ tục trong tệp")[0][0] == "Khai sinh liên thông (mẫu)"

    shown = centre.send(words, "/cot", procedures__0="1.001193")

    assert shown.rows("Hồ sơ chưa có dòng")[0][2] == BIRTH


@pytest.mark.parametrize("answer", ["SAME", "OTHER"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_files_with_renamed_columns_give_the_same_in_either_order(
    centre: Person, saturday: DutySession, order: tuple[int, int], answer: str
) -> None:
    early = book([row(1, BIRTH), row(2, COPY), row(3, COPY, name="Lê An (mẫu)")])
    fetched = row(2, COPY, "11/04/2026 10:20")
    his = [row(3, COPY, "11/04/2026 10:25", name="Lê An (mẫu)"), row(4, SINGLE, name="Lê An (mẫu)")]
    late = book([fetched, *his], OTHER_HEADS)
    names = ("dossier_code", "procedure", "name", "received", "due", "returned", "status")
    tell(centre, upload(centre, BytesIO(late.getvalue())), *names)
    typed_birth(saturday, code(1))
    tap(saturday, Outcome.SETTLED, 1)
    tap(saturday, Outcome.SETTLED, 2, hour="10:40")  # an hour off: somebody is asked

    asked: list[str] = []
    for place in order:
        page = upload(centre, (early, late)[place])
        answers = answered(page, answer)
        asked += answers
        if page.has_form(page.path.partition("?")[0]):  # the later one may hold nothing new
            drops = bool(page.soup.select("input[name=drop]"))
            figures = "FILE" if page.soup.select("input[name=figures]") else ""
            act = {"drop": "y"} if drops else {}
            confirm(centre, page, figures, reason="tệp đủ cả buổi", **act, **answers)

    assert asked
    assert standing() == {"RECEIVED": 2, "SETTLED": 2}
    assert counts_of(db.session, saturday).visits == 3


# --- What is refused ---------------------------------------------------------------------------


def test_faulty_rows_are_named_with_their_reasons(centre: Person) -> None:
    page = upload(
        centre,
        book(
            [
                row(1, received="hôm qua"),
                row(2, returned="10/04/2026"),
                row(3, returned="12/04/2026"),
                row(4, received="12/04/2026"),
                row(5, due="10/04/2026"),
                row(6, ""),
                row(7, code=""),
                row(8),
                row(8),
            ]
        ),
    )

    assert [one[2] for one in page.rows("Dòng lỗi")] == [
        "Cột Ngày tiếp nhận: Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026.",
        "Cột Ngày trả kết quả: Ngày trả phải từ ngày tiếp nhận.",
        "Cột Ngày trả kết quả: Ngày trả chưa đến.",
        "Cột Ngày tiếp nhận: Ngày tiếp nhận chưa đến.",
        "Cột Ngày hẹn trả: Ngày hẹn trả phải từ ngày tiếp nhận.",
        "Cột Tên thủ tục: Hãy ghi thủ tục.",
        "Cột Mã hồ sơ: Hãy ghi mã hồ sơ.",
        "Trùng với dòng 11: cùng “Mã hồ sơ”. Hãy bỏ một dòng.",
    ]
    faults = centre.get(f"{page.path.partition('?')[0]}/loi.xlsx")
    assert faults.response.mimetype == MEDIA_TYPE


def test_no_file_and_no_workbook_are_refused(centre: Person) -> None:
    empty = centre.send(centre.get(PATH), PATH)
    assert (empty.status, empty.faults) == (422, ["Hãy chọn tệp Excel .xlsx."])
    text = upload(centre, BytesIO(b"Ten,Ma\n"), "a.csv")
    assert text.status == 422
    assert "không phải tệp Excel" in text.faults[0]


def test_an_empty_table_is_refused_as_a_whole(centre: Person) -> None:
    page = upload(centre, book([]))
    assert "Dưới dòng tên cột chưa có dòng nào." in page.main
    assert not page.notice


def test_before_the_saturday_nothing_is_read(centre: Person) -> None:
    stand_at("2026-04-10 16:00")
    page = centre.get(PATH)
    assert "Buổi chưa đến" in page.main
    assert not page.has_form(PATH)


def test_what_changed_meanwhile_is_shown_before_it_is_written(
    centre: Person, saturday: DutySession
) -> None:
    page = upload(centre, book([row(1, BIRTH)]))
    tap(saturday, Outcome.RECEIVED, 1)

    again = confirm(centre, page)

    assert again.status == 409
    assert again.faults == [
        "Nhật ký vừa có người ghi nên kết quả khác trước. Hãy xem lại rồi bấm nạp."
    ]
    assert confirm(centre, again).notice == "Đã nạp tệp: điền 1 dòng chưa có mã."


def test_a_second_click_writes_once(centre: Person) -> None:
    page = upload(centre, book([row(1, BIRTH)]))

    first, second = confirm(centre, page), confirm(centre, page)

    assert first.notice == second.notice == "Đã nạp tệp: thêm 1 dòng."
    assert standing() == {"RECEIVED": 1}


def test_a_file_can_be_thrown_away(centre: Person) -> None:
    page = upload(centre, book([row(1, BIRTH)]))
    gone = centre.send(page, "/bo")
    assert gone.notice == "Đã bỏ tệp, không nạp dòng nào."
    assert centre.get(page.path).status == 404


def test_an_officer_may_not_read_files(app: Flask) -> None:
    officer = Person(app, factories.account(username="congchuc1", roles={Role.OFFICER}))
    assert officer.get(PATH).status == 403


def test_a_saturday_that_is_none_is_not_found(centre: Person) -> None:
    assert centre.get("/tiep-nhan/2026-04-18/nap-tep").status == 404


def test_another_saturdays_file_is_not_found(centre: Person) -> None:
    page = upload(centre, book([row(1, BIRTH)]))
    factories.duty_session(date(2026, 3, 28))
    other = page.path.partition("?")[0].replace("2026-04-11", "2026-03-28")
    assert centre.get(other).status == 404


def test_the_template_comes_back_filled_in(centre: Person) -> None:
    page = centre.get(f"{PATH}/mau.xlsx")
    assert page.status == 200
    empty = upload(centre, BytesIO(page.response.data))
    assert "Dưới dòng tên cột chưa có dòng nào." in empty.main


def test_ten_more_dossiers_add_no_query_to_the_preview(
    centre: Person, saturday: DutySession
) -> None:
    del saturday
    pages = [upload(centre, book([row(n, BIRTH) for n in range(1, last)])) for last in (3, 13)]
    counts = []
    for page in pages:
        with counted_queries() as sent:
            centre.get(page.path.partition("?")[0])
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_closed_day_takes_no_file_and_keeps_its_log(app: Flask, saturday: DutySession) -> None:
    host = Person(app, factories.account(username="chot", roles={Role.CENTRE}))
    preview = upload(host, book([row(1, COPY)]))
    here = db.session.merge(saturday)
    closing = daily.close(db.session, here, "", DayFigures.of(db.session, here).mark, by=None)
    db.session.commit()
    words = closing.words

    refused = confirm(host, preview)

    assert refused.status == 409
    assert words in refused.main
    assert words in host.get(PATH).main
    assert counts_of(db.session, db.session.merge(saturday)).lines == 0


def closed_saturday(day: date) -> int:
    """Hold a Saturday with one dossier that waits, and close its figures; give the line's id."""
    stand_at(f"{day} 10:00")
    held = factories.duty_session(day)
    waiting = factories.received(held).id
    daily.close(db.session, held, "", DayFigures.of(db.session, held).mark, by=None)
    db.session.commit()
    return waiting


def test_one_row_of_a_closed_saturday_stays_as_it_is_and_the_others_come(app: Flask) -> None:
    waiting = closed_saturday(date(2026, 3, 28))
    stand_at("2026-04-11 12:10")
    host = Person(app, factories.account(username="chot", roles={Role.CENTRE}))
    kept = "H41.156-260411-0001"
    more = {"code": kept, "received": "28/03/2026 10:00", "due": "20/4/2026"}

    page = upload(host, book([row(1, SINGLE, **more), row(2, COPY)]))

    words = "Buổi 28/3 đã chốt số liệu nên dòng này giữ nguyên"
    assert page.rows("Giữ nguyên vì buổi khác đã chốt") == [["4", kept, words]]
    done = confirm(host, page)
    assert done.notice == "Đã nạp tệp: thêm 1 dòng."
    assert db.session.get_one(IntakeEntry, waiting).due_on is None


def test_a_result_comes_to_a_line_of_a_closed_saturday_and_no_name_does(app: Flask) -> None:
    waiting = closed_saturday(date(2026, 3, 28))
    change_settings(db.session, {"desk.names": "yes"}, by=None)
    db.session.commit()
    stand_at("2026-04-11 12:10")
    host = Person(app, factories.account(username="chot", roles={Role.CENTRE}))
    kept = "H41.156-260411-0001"
    more = {"code": kept, "received": "28/03/2026 10:00", "name": "Lê An (mẫu)"}

    page = upload(host, book([row(1, SINGLE, "10/04/2026 09:30", **more)]))

    assert len(page.rows("Giữ nguyên vì buổi khác đã chốt")) == 1
    done = confirm(host, page)
    assert done.notice == "Đã nạp tệp: bổ sung 1 dòng, ghi trả 1 kết quả."
    line = db.session.get_one(IntakeEntry, waiting)
    assert line.returned is not None
    assert line.visit.name == ""


def test_a_result_handed_over_on_a_closed_saturday_is_not_recorded_and_named(app: Flask) -> None:
    closed_saturday(date(2026, 4, 18))
    stand_at("2026-04-18 12:10")
    host = Person(app, factories.account(username="chot", roles={Role.CENTRE}))

    page = upload(host, book([row(5, BIRTH, "18/04/2026 09:30"), row(6, COPY)]))

    words = "Buổi 18/4 đã chốt số liệu nên chưa ghi trả kết quả"
    assert page.rows("Giữ nguyên vì buổi khác đã chốt") == [["4", code(5), words]]
    done = confirm(host, page)
    assert done.notice == "Đã nạp tệp: thêm 2 dòng."
    assert db.session.scalars(select(Return)).all() == []


def test_a_later_result_of_another_closed_day_comes_with_the_file_of_this_one(
    app: Flask, saturday: DutySession
) -> None:
    stand_at("2026-03-28 10:00")
    march = factories.duty_session(date(2026, 3, 28))
    waiting = factories.received(march).id
    daily.close(db.session, march, "", DayFigures.of(db.session, march).mark, by=None)
    db.session.commit()
    stand_at("2026-04-11 12:10")
    host = Person(app, factories.account(username="chot", roles={Role.CENTRE}))
    kept = "H41.156-260411-0001"  # of the dossiers that the factory receives
    march_row = row(1, SINGLE, "10/04/2026 09:30", code=kept, received="28/03/2026 10:00")

    page = upload(host, book([march_row, row(2, COPY)]))
    confirm(host, page)

    returned = db.session.get_one(IntakeEntry, waiting).returned
    assert returned is not None
    assert returned.returned_on == date(2026, 4, 10)
    assert counts_of(db.session, db.session.merge(saturday)).lines == 1
