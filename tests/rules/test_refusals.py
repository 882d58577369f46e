"""A refusal carries its words and its field."""

import pytest

from saturday.rules.refusals import NotAllowedNow, refuse_when


def test_a_refusal_says_why_and_at_which_field() -> None:
    refusal = NotAllowedNow("Hãy ghi lý do.", field="reason")

    assert refusal.reason == str(refusal) == "Hãy ghi lý do."
    assert refusal.field == "reason"


def test_a_refusal_may_belong_to_no_field() -> None:
    assert NotAllowedNow("Buổi này đã hủy.").field is None


def test_only_what_holds_is_refused() -> None:
    refuse_when(condition=False, reason="Không nói ra.")

    with pytest.raises(NotAllowedNow, match=r"^Đã hết hạn\.$") as refused:
        refuse_when(condition=True, reason="Đã hết hạn.", field="day")
    assert refused.value.field == "day"
