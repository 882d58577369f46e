"""In which order does the invented year happen? Every step by the verbs that people use."""

from dataclasses import replace
from datetime import date
from functools import partial
from operator import itemgetter

from saturday.demo import desk, lists, money, notices, opinions, reports
from saturday.demo.lists import Held
from saturday.demo.moments import DAYS, FRIDAY, IN_VILLAGES, Step, at
from saturday.demo.people import DEPUTY, LISTS
from saturday.demo.stage import Stage
from saturday.extensions import db
from saturday.models.base import Report, Way
from saturday.models.documents import Check, Document, Subject
from saturday.models.plan import AnnualPlan, Choice, DutySession
from saturday.models.progress import ANNUAL_PLAN
from saturday.papers import making
from saturday.papers.issuing import Entry, issue, record_earlier
from saturday.rules.schedule import propose
from saturday.safekeeping import defaults


class Story:
    """The story of Saturday 11/4/2026, and of the two before it."""

    def __init__(self) -> None:
        """Begin where nothing was told yet."""
        self.stage = Stage()

    def tell(self, password: str) -> None:
        """Take every step up to Tuesday afternoon at its own time."""
        self.stage.enter_people()
        self.stage.give_accounts(password)
        plan = self._plan()
        self.stage.at("2026-02-12 08:00")
        self.stage.confirm_times()
        money.give(self.stage)
        rows = {row.day: row for row in plan.sessions}
        for told in lists.BEHIND:
            self._held(rows[told.day], told)
            self.stage.take(self._morning(rows[told.day]))
            self.stage.at(f"{told.day} 11:45")
            desk.count_answers(self.stage, rows[told.day])
            desk.close_day(self.stage, rows[told.day])
            lists.record_hours(self.stage, rows[told.day], told)
            self.stage.take(opinions.steps_after(self.stage, told.day))
            money.pay(self.stage, rows[told.day])
            if reports.MARCH.holds(told.day):
                reports.report_march(self.stage)
        row = rows[DAYS[2]]
        notice = self._in_hand(row)
        self.stage.at("2026-04-07 10:30")
        lists.prepare(self.stage, rows[DAYS[3]])
        self.stage.at("2026-04-07 14:10")
        notices.check(self.stage, notice, Check.CONTENT, "trungtam")
        self.stage.at("2026-04-07 14:30")
        notices.check(self.stage, notice, Check.FORM, "vanthu")
        self.row, self.notice = row, notice
        db.session.commit()

    def go_on_to_friday(self) -> None:
        """Take the steps of the rest of the week, each at its own time."""
        clerk = self.stage.accounts["vanthu"]
        self.stage.at("2026-04-07 15:50")
        making.sign(db.session, self.notice, at("2026-04-07 15:40"), by=clerk)
        self.stage.at("2026-04-07 16:05")
        issue(db.session, self.notice, Entry("28", date(2026, 4, 7)), by=clerk)
        here = (self.stage, self.row)
        steps: list[Step] = [
            (one.noted, partial(notices.hear, *here, one)) for one in notices.HEARD
        ]
        steps += [(moment, partial(notices.call_in_vain, *here)) for moment in notices.IN_VAIN]
        playings = notices.playings("2026-04-07 16:05", FRIDAY)
        steps += [(moment, partial(notices.note_playing, *here)) for moment in playings]
        steps.append(("2026-04-10 15:10", partial(lists.let_others_stand_in, *here)))
        for moment, step in sorted(steps, key=itemgetter(0)):
            self.stage.at(moment)
            step()
        db.session.commit()

    def go_on_to_saturday(self, until: str) -> None:
        """Serve whoever comes on Saturday up to a moment, and mind how the morning goes."""
        self.stage.at("2026-04-11 07:10")
        here = (self.stage, self.row)
        steps: list[Step] = [("2026-04-11 07:15", partial(desk.tick_everything, *here))]
        steps += [
            (f"{DAYS[2]} {hour}", partial(desk.count_waiting, *here, seen))
            for hour, seen in desk.WAITED
        ]
        steps += [("2026-04-11 12:00", partial(desk.count_answers, *here))]
        self.stage.take([*steps, *self._morning(self.row)], until)

    def go_on_to_monday(self) -> None:
        """Close the day at its noon; record on Monday who served, and what they want for it."""
        desk.close_day(self.stage, self.row)
        lists.record_hours(self.stage, self.row, lists.AFTER_THE_DAY)
        self.stage.take(opinions.steps_after(self.stage, self.row.day))
        db.session.commit()

    def _morning(self, row: DutySession) -> list[Step]:
        """Give what passes over the desk of a Saturday, and what is said there."""
        return [
            *desk.steps_of(self.stage, row),
            *opinions.steps_of(self.stage, row.day),
        ]

    def _plan(self) -> AnnualPlan:
        """Plan the year, and record Kế hoạch 50 as issued before the app."""
        self.stage.at("2026-02-11 09:00")
        plan = defaults.begin_plan(2026, date(2026, 2, 11))
        db.session.add(plan)
        proposed = propose(2026, self.stage.calendar, counted_from=plan.counted_from)
        told = {day.month: day for day in (*DAYS, *IN_VILLAGES)}
        days = [told.get(one.day.month, one.day) for one in proposed]
        choices = [Choice(day, is_mobile=day in IN_VILLAGES) for day in days]
        plan.choose(choices, self.stage.calendar, by=self.stage.accounts["trungtam"])
        subject = Subject(plan=plan)
        begun = making.proposed(db.session, ANNUAL_PLAN, subject)
        signed = replace(begun, signer_name=DEPUTY)
        self.stage.at("2026-02-11 16:30")
        entry = Entry("50", date(2026, 2, 11))
        record_earlier(db.session, signed, subject, entry, by=self.stage.accounts["vanthu"])
        return plan

    def _held(self, row: DutySession, told: Held) -> None:
        """Tell a Saturday that lies behind: every list in time, the notice issued."""
        self.stage.at(f"{told.opened} 08:30")
        lists.prepare(self.stage, row)
        money.estimate(self.stage, row)
        self.stage.at(f"{told.announced} 15:00")
        notices.record_public_notice(self.stage, row, told.public_number, told.announced)
        self.stage.at(f"{told.sent} 09:00")
        for code, account in (
            ("van-phong", "vanphong"),
            ("van-hoa-xa-hoi", "vanhoa"),
            ("kinh-te", "kinhte"),
        ):
            lists.send_list(self.stage, row, code, account)
        self.stage.at(f"{told.sent} 10:00")
        lists.approve(self.stage, row, list(LISTS))
        lists.add_own_people(self.stage, row)
        document = notices.draft_notice(self.stage, row)
        notices.check(self.stage, document, Check.CONTENT, "trungtam")
        notices.check(self.stage, document, Check.FORM, "vanthu")
        clerk = self.stage.accounts["vanthu"]
        self.stage.at(f"{told.issued} 15:20")
        making.sign(db.session, document, at(f"{told.issued} 15:00"), by=clerk)
        issue(db.session, document, Entry(told.number, told.issued), by=clerk)

    def _in_hand(self, row: DutySession) -> Document:
        """Tell 11/4 up to Tuesday afternoon: one list late and on behalf, the notice checked."""
        self.row = row
        self.stage.at("2026-03-31 08:30")
        lists.prepare(self.stage, row)
        money.estimate(self.stage, row)
        notices.tell_people(self.stage, row)
        self.stage.at("2026-04-03 09:14")
        lists.send_list(self.stage, row, "van-phong", "vanphong")
        self.stage.at("2026-04-03 10:40")
        lists.send_list(self.stage, row, "van-hoa-xa-hoi", "vanhoa")
        self.stage.at("2026-04-03 15:00")
        lists.approve(self.stage, row, ["van-phong", "van-hoa-xa-hoi"])
        self.stage.at("2026-04-06 09:20")
        report = Report("Trưởng phòng Kinh tế", Way.ZALO, at("2026-04-06 09:10"))
        lists.send_list(self.stage, row, "kinh-te", "trungtam", report)
        self.stage.at("2026-04-06 09:40")
        lists.approve(self.stage, row, ["kinh-te"])
        lists.add_own_people(self.stage, row)
        self.stage.at("2026-04-06 10:30")
        notices.plan_loudspeaker(self.stage, row)
        for moment in notices.playings("2026-04-06", "2026-04-07 09:00"):
            self.stage.at(moment)
            notices.note_playing(self.stage, row)
        self.stage.at("2026-04-07 09:00")
        return notices.draft_notice(self.stage, row)
