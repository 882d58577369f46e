"""What comes along when a Saturday is moved to another day?"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from saturday import clock
from saturday.models.nominations import Nomination
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment, Wanted, assign, is_same_person, require
from saturday.rules.lifecycle import NominationState

if TYPE_CHECKING:
    from saturday.models.accounts import Account


def copy_lists(old: DutySession, new: DutySession, *, by: "Account | None") -> None:
    """Copy duties, and approved lists as sent ones to be confirmed again, to the moved Saturday.

    What a revived Saturday had of its own must be confirmed again too.
    """
    wanted = [
        Wanted(row.duty, row.count, row.starts_at, row.ends_at, row.desk)
        for row in old.requirements
    ]
    if wanted:
        require(new, wanted, by=by)
    _unsettle(new, by=by)
    for nomination in old.nominations:
        if nomination.state is NominationState.APPROVED:
            _copy_list(nomination, new, by=by)


def left_behind(old: DutySession, new: DutySession) -> list[Assignment]:
    """Give whom the Centre itself had put on a moved Saturday, and not yet on the new one.

    People of a department's list come along with the list, and so do not those who stood in for
    them: whom the list names may be free on the other day.
    """
    from_lists = {one.id for one in old.assignments if one.nomination_line_id is not None}
    for change in sorted(old.replacements, key=lambda one: one.id):
        if change.old_id in from_lists:
            from_lists.add(change.new_id)
    there = [one for one in new.assignments if one.is_on]
    return [
        one
        for one in old.assignments
        if one.is_on
        and one.id not in from_lists
        and one.serves_on(new.day)
        and not any(is_same_person(row, one.seat) for row in there)
    ]


def reassign(people: Iterable[Assignment], new: DutySession, *, by: "Account | None") -> int:
    """Put people of the old day on the board of the new one, once they said they come."""
    return len([assign(new, one.seat, by=by) for one in people])


def _unsettle(duty_session: DutySession, *, by: "Account | None") -> None:
    """Empty the board of a revived Saturday; its approved lists wait for approval again."""
    for one in duty_session.assignments:
        if one.is_on:
            one.remove(by=by)
    for nomination in duty_session.nominations:
        if nomination.state is NominationState.APPROVED:
            nomination.state, nomination.approved_at = NominationState.SENT, None
            nomination.note("reopen", by=by)


def _copy_list(nomination: Nomination, new: DutySession, *, by: "Account | None") -> None:
    """Copy an approved list to another Saturday as one sent when, and by whom, it was."""
    copy = next((one for one in new.nominations if one.department is nomination.department), None)
    copy = copy or Nomination.begin(new, nomination.department, by=by)
    copy.put(line.typed for line in nomination.lines)
    copy.state, copy.returned_reason = NominationState.SENT, ""
    copy.remark, copy.cannot_reason = nomination.remark, nomination.cannot_reason
    copy.edited_at, copy.sent_at = clock.now(), nomination.sent_at
    for name in ("reported_by", "way", "reported_at", "recorded_at", "recorded_by"):
        setattr(copy, name, getattr(nomination, name))
    copy.note("copy", by=by, from_day=nomination.duty_session.day, lines=len(copy.lines))
