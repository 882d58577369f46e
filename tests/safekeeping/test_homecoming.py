"""Does everything that was written in the village come home once, in whatever order?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from saturday import clock
from saturday.extensions import writing
from saturday.models import daily
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent, first_break
from saturday.models.closing import DayClosing
from saturday.models.daily import DayFigures
from saturday.models.intake import Applicant, Deed, IntakeEntry, IntakeSeries, Origin, Visit
from saturday.models.packs import PackEvent
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.returns import Handing, Return, UndoneReturn
from saturday.models.running import ChecklistItem, SatisfactionCount, WaitingCount
from saturday.rules.intake import Outcome, Satisfaction
from saturday.rules.packs import Finding, Lineage, Side
from saturday.rules.refusals import NotAllowedNow
from saturday.safekeeping import backup, differing, homecoming, pack_program, packs
from tests.conftest import stand_at
from tests.faults.effort import times
from tests.safekeeping import laptops
from tests.safekeeping.laptops import DAY, Desk, picture, saved, session_over


@dataclass(frozen=True)
class World:
    """Data as they were when two laptops left."""

    home: bytes
    b: bytes
    c: bytes


_worlds: list[World] = []


@pytest.fixture
def world(past: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Give the office and two laptops on the Saturday's morning; made once, for it is bytes."""
    assert past.testing
    if not _worlds:
        monkeypatch.setattr(pack_program, "copy_into", lambda _folder: None)
        laptops.prepare()
        b, c = (laptops.content_of(laptops.pack_for(tmp_path)) for _one in range(2))
        copy = backup.back_up(tmp_path)
        _worlds.append(World(copy.read_bytes(), b, c))
    stand_at(f"{DAY} 07:30")
    writing.set(True)
    return _worlds[0]


def bring(near: Session, content: bytes, letter: str = "") -> homecoming.Homecoming:
    """Bring one copy home."""
    with session_over(content) as far:
        found = homecoming.bring_home(near, far, letter, by=None)
        near.commit()
    return found


def acts(near: Session) -> int:
    """Count what the office's own log says."""
    return near.scalar(select(func.count(AuditEvent.id))) or 0


def test_lines_come_home_under_their_numbers_with_who_wrote_them(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk = Desk(there)
        desk.write(name="Vi Văn Một (mẫu)")
        desk.write(Outcome.RECEIVED, same=True)
        Desk(near).write(Outcome.GUIDED)

        found = bring(near, saved(there))

        assert [one[0] for one in picture(near)] == ["0001", "B0001", "B0002"]
        assert picture(near)[1:] == picture(there)
        assert found.words == "Đã nhận về gói chữ B của buổi 09/5/2026: 2 dòng mới, 0 dòng sửa."
        assert near.scalar(select(func.count(Visit.id))) == 2
        pack = laptops.packs_of(near)[0]
        assert (pack.lines, pack.findings) == (2, [])
        assert pack.brought_at is not None


def test_the_same_copy_twice_changes_nothing_at_all(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        Desk(there).write()
        content = saved(there)
        bring(near, content)
        before, log = picture(near), acts(near)

        again = bring(near, content)

        assert (picture(near), acts(near)) == (before, log)
        assert again.lineage is Lineage.SAME
        assert again.words.startswith("Đã nhận đủ gói chữ B của buổi 09/5/2026 từ trước")


def close(near: Session) -> None:
    """Close the day at the office, although the laptop is out."""
    row = near.scalars(select(DutySession).where(DutySession.day == DAY)).one()
    daily.close(near, row, "máy về muộn", DayFigures.of(near, row).mark, by=None)
    near.commit()


def test_to_a_closed_day_nothing_new_comes_home_until_it_is_opened_again(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        Desk(there).write()
        close(near)

        with pytest.raises(NotAllowedNow, match="Buổi đã chốt số liệu"):
            bring(near, saved(there))
        near.rollback()
        assert picture(near) == []

        closing = near.scalars(select(DayClosing)).one()
        closing.reopen(near, "gói về sau", by=None)
        near.commit()
        assert bring(near, saved(there)).brought.new == 1


def test_what_came_home_before_the_day_was_closed_is_known_and_no_more(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        Desk(there).write()
        content = saved(there)
        bring(near, content)
        close(near)
        log = acts(near)

        again = bring(near, content)

        assert again.words.startswith("Đã nhận đủ gói chữ B")
        assert acts(near) == log


def test_a_copy_of_noon_after_that_of_the_evening_takes_nothing_back(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk = Desk(there)
        line = desk.write(name="Vi Văn Một (mẫu)")
        noon = saved(there)
        desk.correct(line, quantity=4, name="Vi Văn Mốt (mẫu)")
        desk.write()
        bring(near, saved(there))

        found = bring(near, noon)

        assert found.lineage is Lineage.OLDER
        assert "cũ hơn" in found.words
        assert picture(near) == picture(there)


def test_what_was_corrected_and_voided_there_is_so_here_with_its_history(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk = Desk(there)
        first, second = desk.write(name="Vi Văn Một (mẫu)"), desk.write()
        bring(near, saved(there))
        desk.correct(first, quantity=3, name="Vi Văn Hai (mẫu)")
        second.void("ghi hai lần", by=desk.who)

        found = bring(near, saved(there))

        assert (found.brought.new, found.brought.renewed) == (0, 2)
        assert picture(near) == picture(there)
        here = Desk(near).lines[0]
        assert [one.reason for one in here.corrections] == ["ghi nhầm"]
        assert here.corrections[0].corrected_by is not None


def test_a_name_alone_that_was_corrected_comes_home_too(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk = Desk(there)
        line = desk.write(name="Vi Văn Một (mẫu)")
        bring(near, saved(there))
        desk.correct(line, quantity=1, name="Vi Văn Mười (mẫu)")

        bring(near, saved(there))

        assert Desk(near).lines[0].visit.name == "Vi Văn Mười (mẫu)"
        assert picture(near) == picture(there)


def test_what_only_the_office_changed_stays_as_the_office_has_it(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk, office = Desk(there), Desk(near)
        desk.write()
        bring(near, saved(there))
        office.correct(office.lines[0], quantity=7)
        near.commit()
        desk.write()

        found = bring(near, saved(there))

        assert found.brought.findings == ()
        assert [one.quantity for one in office.lines] == [7, 1]


def test_what_both_sides_changed_is_named_and_the_office_keeps_its_own(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk, office = Desk(there), Desk(near)
        desk.write(name="Vi Văn Một (mẫu)")
        bring(near, saved(there))
        office.correct(office.lines[0], quantity=7, name="Vi Văn Một (mẫu)")
        near.commit()
        desk.correct(desk.lines[0], quantity=2, name="Vi Văn Hai (mẫu)")

        found = bring(near, saved(there))
        again = bring(near, saved(there))

        (said,) = found.brought.findings
        assert said.words == (
            "Dòng B0001 đã sửa cả ở trụ sở và ở máy lưu động, khác nhau: họ tên, số lượng. "
            "Trụ sở giữ bản của mình."
        )
        assert "Vi Văn" not in repr(said)
        assert (said.line, said.sides) == ("B0001", (Side("số lượng", "7", "2"),))
        assert "mở dòng này, sửa theo" in said.todo
        assert again.brought.findings == found.brought.findings
        assert office.lines[0].quantity == 7
        assert "1 việc cần xem lại" in found.words
        assert laptops.packs_of(near)[0].to_review == (said,)


def test_both_sides_that_changed_alike_agree(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk, office = Desk(there), Desk(near)
        desk.write()
        bring(near, saved(there))
        for one in (desk, office):
            one.correct(one.lines[0], quantity=5)
        near.commit()

        assert bring(near, saved(there)).brought.findings == ()

        desk.correct(desk.lines[0], quantity=6)
        assert bring(near, saved(there)).brought.renewed == 1
        assert office.lines[0].quantity == 6


def test_a_line_whose_procedure_the_office_lacks_waits_until_it_is_there(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk = Desk(there)
        line = desk.write()
        assert line.procedure is not None
        code, line.procedure.code = line.procedure.code, "9.999999"
        origin = Origin(desk.duty_session, desk.who, letter="B")
        IntakeEntry.record(there, Deed(Outcome.GUIDED), origin)
        content = saved(there)

        found = bring(near, content)
        assert [one[0] for one in picture(near)] == ["B0002"]
        (said,) = found.brought.findings
        assert said.words.startswith("Dòng B0001 chưa nhận: danh mục ở trụ sở không có thủ tục “")
        assert (said.todo, said.line) == (differing.LACKING, "")

        mine = near.scalars(
            select(Procedure).where(Procedure.code == code).order_by(Procedure.id)
        ).first()
        assert mine is not None
        mine.code = "9.999999"
        near.commit()
        found = bring(near, content)

        assert found.brought.findings == ()
        assert [one[0] for one in picture(near)] == ["B0001", "B0002"]


def test_a_second_laptop_with_the_same_pack_gets_a_letter_of_its_own(world: World) -> None:
    with (
        session_over(world.b) as one,
        session_over(world.b) as other,
        session_over(world.home) as near,
    ):
        Desk(one).write()
        Desk(other).write(Outcome.GUIDED)
        Desk(other).write()
        bring(near, saved(one))

        with pytest.raises(NotAllowedNow, match="Hãy nhận lại với chữ D") as refusal:
            bring(near, saved(other))
        near.rollback()
        assert refusal.value.field == "letter"
        assert len(picture(near)) == 1

        with pytest.raises(NotAllowedNow, match="thuộc về máy khác"):
            bring(near, saved(other), "C")
        near.rollback()

        bring(near, saved(other), "D")
        Desk(other).write()
        bring(near, saved(other))  # known again by its log

        assert [row[0] for row in picture(near)] == ["B0001", "D0001", "D0002", "D0003"]


def test_a_laptop_restored_from_its_noon_doubles_no_line(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        Desk(there).write()
        noon = saved(there)
        Desk(there).write(Outcome.GUIDED)
        bring(near, saved(there))
        with session_over(noon) as restored:
            Desk(restored).write(Outcome.OPINION)

            bring(near, saved(restored), "D")

        seen = [(row[0], row[1]) for row in picture(near)]
        assert seen == [
            ("B0001", Outcome.SETTLED),
            ("B0002", Outcome.GUIDED),
            ("D0002", Outcome.OPINION),
        ]


def test_results_handed_over_there_come_home_and_those_taken_back_go(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk = Desk(there)
        line = desk.write(Outcome.RECEIVED)
        handing = Handing(DAY, is_counted=True)
        Return.hand_over(there, line, handing, by=desk.who)
        bring(near, saved(there))
        assert Desk(near).lines[0].returned is not None

        there.scalars(select(Return)).one().take_back(there, "nhầm người", by=desk.who)
        bring(near, saved(there))

        assert near.scalars(select(Return)).all() == []
        assert near.scalars(select(UndoneReturn)).one().reason == "nhầm người"
        bring(near, saved(there))
        assert len(near.scalars(select(UndoneReturn)).all()) == 1


def test_a_result_that_both_sides_handed_over_is_named(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk = Desk(there)
        line = desk.write(Outcome.RECEIVED)
        bring(near, saved(there))
        handing = Handing(DAY, is_counted=True)
        Return.hand_over(near, Desk(near).lines[0], handing, by=None)
        near.commit()
        Return.hand_over(there, line, handing, by=desk.who)

        found = bring(near, saved(there))

        words = "Một lần trả kết quả chưa nhận: ở trụ sở đã ghi trả kết quả của dòng B0001."
        assert found.brought.findings == (Finding(words, differing.TWICE, "B0001"),)
        assert len(near.scalars(select(Return)).all()) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("void", "ở trụ sở dòng B0001 đã hủy"),
        (
            "correct",
            "ở trụ sở dòng B0001 là “giải quyết, trả ngay”, không chờ trả kết quả",
        ),
    ],
)
def test_a_result_of_a_line_that_waits_no_more_at_the_office_is_named(
    world: World, change: str, why: str
) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk, office = Desk(there), Desk(near)
        line = desk.write(Outcome.RECEIVED)
        bring(near, saved(there))
        if change == "void":
            office.lines[0].void("ghi nhầm", by=office.who)
        else:
            settled = office.deed(Outcome.SETTLED)
            office.lines[0].correct(settled, Applicant(), "trả ngay rồi", by=office.who)
        near.commit()
        Return.hand_over(there, line, Handing(DAY, is_counted=True), by=desk.who)

        found = bring(near, saved(there))

        (said,) = found.brought.findings
        assert said.words == f"Một lần trả kết quả chưa nhận: {why}."
        assert (said.todo, said.line) == (differing.NOT_WAITING, "B0001")
        assert near.scalars(select(Return.id)).all() == []


def test_a_line_whose_corrector_the_office_lacks_comes_whole_or_not_at_all(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk = Desk(there)
        line = desk.write(name="Vi Văn Một (mẫu)")
        centre = there.scalars(Account.named("trungtam")).one()
        line.correct(desk.deed(quantity=3), Applicant(name="Vi"), "ghi nhầm", by=centre)
        known = near.scalars(Account.named("trungtam")).one()
        known.username = "trungtam2"
        near.commit()
        content = saved(there)

        (said,) = bring(near, content).brought.findings
        words = "Dòng B0001 chưa nhận: danh mục ở trụ sở không có tài khoản “"
        assert said.words.startswith(words)
        assert (picture(near), near.scalars(select(Visit.id)).all()) == ([], [])

        known.username = "trungtam"
        near.commit()
        assert bring(near, content).brought.findings == ()
        assert picture(near) == picture(there)


def test_a_correction_by_whom_the_office_lacks_changes_nothing_until_known(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk = Desk(there)
        line = desk.write(name="Vi Văn Một (mẫu)")
        bring(near, saved(there))
        before = picture(near)
        centre = there.scalars(Account.named("trungtam")).one()
        line.correct(desk.deed(quantity=3), Applicant(name="Vi"), "ghi nhầm", by=centre)
        known = near.scalars(Account.named("trungtam")).one()
        known.username = "trungtam2"
        near.commit()
        content = saved(there)

        assert len(bring(near, content).brought.findings) == 1
        assert picture(near) == before

        known.username = "trungtam"
        near.commit()
        assert bring(near, content).brought.findings == ()
        assert picture(near) == picture(there)


def test_a_return_taken_back_by_whom_the_office_lacks_is_named(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        desk = Desk(there)
        Return.hand_over(
            there, desk.write(Outcome.RECEIVED), Handing(DAY, is_counted=True), by=desk.who
        )
        centre = there.scalars(Account.named("trungtam")).one()
        there.scalars(select(Return)).one().take_back(there, "nhầm người", by=centre)
        near.scalars(Account.named("trungtam")).one().username = "trungtam2"
        near.commit()

        (said,) = bring(near, saved(there)).brought.findings

        words = "Một lần bỏ trả kết quả chưa nhận: danh mục ở trụ sở không có"
        assert said.words.startswith(words)


def test_totals_and_counts_are_added_once(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        session_id = Desk(near).duty_session.id
        near.add(SatisfactionCount(duty_session_id=session_id, level=Satisfaction.VERY, count=2))
        near.commit()
        there.add(SatisfactionCount(duty_session_id=session_id, level=Satisfaction.VERY, count=5))
        there.add(SatisfactionCount(duty_session_id=session_id, level=Satisfaction.NOT, count=1))
        waiting = WaitingCount(duty_session_id=session_id, seen_at=clock.now(), count=9)
        there.add(waiting)
        Desk(there).write()
        bring(near, saved(there))
        bring(near, saved(there))

        very = SatisfactionCount.level == Satisfaction.VERY
        there.scalars(select(SatisfactionCount).where(very)).one().count = 4
        there.delete(waiting)
        Desk(there).write()
        bring(near, saved(there))

        totals = {one.level: one.count for one in near.scalars(select(SatisfactionCount))}
        assert totals == {Satisfaction.VERY: 6, Satisfaction.NOT: 1}
        assert near.scalars(select(WaitingCount)).all() == []


def test_who_writes_of_the_saturday_here_waits_for_a_homecoming(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[object] = []
    monkeypatch.setattr(DutySession, "take_turn", lambda _row, session: waited.append(session))
    with session_over(world.b) as there, session_over(world.home) as near:
        Desk(there).write(Outcome.RECEIVED)
        waited.clear()

        bring(near, saved(there))

        assert near in waited


def test_the_list_of_the_morning_is_ticked_where_it_was_ticked(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        session_id = Desk(near).duty_session.id
        for place, text in enumerate(("Con dấu", "Máy in"), start=1):
            near.add(ChecklistItem(duty_session_id=session_id, position=place, text=text))
        near.commit()
        done = {"done_at": clock.now(), "done_by_id": Desk(there).who.id}
        for place, text in enumerate(("Máy in", "Ổ cắm"), start=1):
            there.add(ChecklistItem(duty_session_id=session_id, position=place, text=text, **done))
        Desk(there).write()

        bring(near, saved(there))

        rows = near.scalars(ChecklistItem.of_session(Desk(near).duty_session)).all()
        assert [(one.text, one.done_at is not None) for one in rows] == [
            ("Con dấu", False),
            ("Máy in", True),
            ("Ổ cắm", True),
        ]


def test_the_log_of_the_laptop_stays_when_that_is_wiped(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        Desk(there).write()
        bring(near, saved(there))

        kept = near.scalars(select(PackEvent).order_by(PackEvent.row)).all()
        acts_there = there.scalars(AuditEvent.in_order()).all()
        assert [one.hash for one in kept] == [one.hash for one in acts_there]
        assert [one.verb for one in kept] == ["send_out", "record"]
        mine = near.scalars(Account.named("hanh")).one()
        assert [one.account_id for one in kept] == [None, mine.id]
        last = near.scalars(AuditEvent.newest()).one()
        assert last.facts["head"] == [2, kept[-1].hash]
        assert first_break(near.scalars(AuditEvent.in_order())) is None


def test_the_office_never_gives_a_number_of_the_laptop(world: World) -> None:
    with session_over(world.b) as there, session_over(world.home) as near:
        Desk(there).write()
        Desk(there).write()
        bring(near, saved(there))

        series = near.scalars(select(IntakeSeries).where(IntakeSeries.letter == "B")).one()
        assert series.last == 2
        assert packs.letters_of(near, Desk(near).duty_session) == {"B", "C"}


def test_what_is_no_pack_or_not_ours_is_refused(world: World) -> None:
    with session_over(world.home) as near, session_over(world.b) as there:
        with pytest.raises(NotAllowedNow, match="Máy này là máy lưu động"):
            bring(there, world.b)
        for pack in laptops.packs_of(near):
            pack.uid = "another"
        near.commit()
        with pytest.raises(NotAllowedNow, match="không do máy này xuất"):
            bring(near, world.b)
        with session_over(world.home) as stranger:
            for pack in laptops.packs_of(stranger):
                stranger.delete(pack)
            content = saved(stranger)
        with pytest.raises(NotAllowedNow, match="không phải của máy lưu động"):
            bring(near, content)


# Whatever happened on two laptops, and in whatever order their copies come home


def _write(desk: Desk, number: int) -> None:
    desk.write(Outcome.RECEIVED, name=f"Vi Văn {number}")


def _write_again(desk: Desk, number: int) -> None:
    desk.write(Outcome.RECEIVED, name=f"Vi Văn {number}", same=True)


def _correct(desk: Desk, number: int) -> None:
    lines = [one for one in desk.lines if not one.is_void]
    if lines:
        desk.correct(lines[number % len(lines)], quantity=number + 2, name=f"Lô {number}")


def _open_lines(desk: Desk) -> list[IntakeEntry]:
    return [
        one
        for one in desk.lines
        if one.outcome is Outcome.RECEIVED and not one.is_void and one.returned is None
    ]


def _void(desk: Desk, _number: int) -> None:
    for one in _open_lines(desk)[:1]:
        one.void("nhầm", by=desk.who)


def _hand_over(desk: Desk, number: int) -> None:
    handing = Handing(DAY, letter=desk.letter, is_counted=number % 2 == 0)
    for one in _open_lines(desk)[-1:]:
        Return.hand_over(desk.session, one, handing, by=desk.who)


def _take_back(desk: Desk, _number: int) -> None:
    for one in desk.session.scalars(select(Return).order_by(Return.id)).all()[:1]:
        one.take_back(desk.session, "nhầm", by=desk.who)


STEPS: dict[str, Callable[[Desk, int], None]] = {
    "line": _write,
    "same": _write_again,
    "correct": _correct,
    "void": _void,
    "hand over": _hand_over,
    "take back": _take_back,
}


def live(desk: Desk, steps: Sequence[str]) -> list[bytes]:
    """Let one laptop go through its morning; give its copies, the last one last."""
    copies = []
    for number, step in enumerate(steps):
        if step == "save":
            copies.append(saved(desk.session))
        else:
            STEPS[step](desk, number)
    return [*copies, saved(desk.session)]


@pytest.mark.usefixtures("world")
@settings(max_examples=times(8))
@given(data=st.data())
def test_any_order_of_homecomings_gives_what_the_laptops_have(data: st.DataObject) -> None:
    world = _worlds[0]
    stand_at(f"{DAY} 07:30")
    mornings = st.lists(st.sampled_from([*STEPS, "save"]), min_size=1, max_size=7)
    writing.set(True)
    with session_over(world.b) as b, session_over(world.c) as c:
        copies = [*live(Desk(b), data.draw(mornings)), *live(Desk(c), data.draw(mornings))]
        wanted = picture(b) + picture(c)
        order = data.draw(st.permutations(copies + copies[-1:]))
        with session_over(world.home) as near:
            for content in order:
                found = bring(near, content)
                assert found.brought.findings == ()
            assert picture(near) == wanted
            log = acts(near)
            for content in copies:
                bring(near, content)
            assert (picture(near), acts(near)) == (wanted, log)
