"""Is the money of a Saturday counted right, and are slips of the hand refused?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.budget import (
    DEAREST,
    MOST_A_YEAR,
    MOST_OF_A_THING,
    Cost,
    Sums,
    by_source,
    refuse_year,
)
from saturday.rules.refusals import NotAllowedNow

WATER = Cost("Nước uống", "người", 60, 15_000, "Chi thường xuyên", 840_000)
BANNER = Cost("Băng rôn", "cái", 2, 450_000, "Xã hội hóa", 900_000)
FUEL = Cost("Xăng xe loa lưu động", "lít", 20, 21_500)
COSTS = st.builds(
    Cost,
    st.just("Khoản chi"),
    st.just("cái"),
    st.integers(1, MOST_OF_A_THING),
    st.integers(0, 50_000),
    st.sampled_from(["", "Chi thường xuyên", "Xã hội hóa"]),
    st.none() | st.integers(0, DEAREST),
)


def test_an_estimate_is_so_many_at_a_price() -> None:
    assert [one.estimate for one in (WATER, BANNER, FUEL)] == [900_000, 900_000, 430_000]


def test_sums_say_what_is_not_known_yet() -> None:
    sums = Sums.of([WATER, BANNER, FUEL])
    assert sums == Sums(2_230_000, 1_740_000, 1)
    assert sums.left_in_words == "còn 1 khoản chưa ghi số đã chi"


@pytest.mark.parametrize(
    ("spent", "words"),
    [
        (840_000, "chi thấp hơn dự toán 60.000 đồng"),
        (900_000, "chi đúng dự toán"),
        (1_000_000, "chi vượt dự toán 100.000 đồng"),
        (0, "chi thấp hơn dự toán 900.000 đồng"),
    ],
)
def test_what_was_spent_is_compared_in_words(spent: int, words: str) -> None:
    assert Sums.of([replace(WATER, spent=spent)]).left_in_words == words


@given(st.lists(COSTS))
def test_the_sums_by_source_come_to_the_whole(costs: list[Cost]) -> None:
    parts = by_source(costs).values()
    whole = Sums.of(costs)
    assert sum(one.estimate for one in parts) == whole.estimate
    assert sum(one.spent for one in parts) == whole.spent
    assert sum(one.open for one in parts) == whole.open
    assert whole.left == whole.estimate - whole.spent


def test_what_names_no_source_comes_last() -> None:
    assert list(by_source([FUEL, BANNER, WATER])) == ["Chi thường xuyên", "Xã hội hóa", ""]


def test_of_a_saturday_that_is_not_held_only_what_was_spent_counts() -> None:
    assert Sums.of([WATER.unheld, FUEL.unheld]) == Sums(0, 840_000, 0)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"quantity": 0}, "quantity", "Số lượng từ 1 đến 9.999."),
        ({"quantity": 10_000}, "quantity", "Số lượng từ 1 đến 9.999."),
        ({"price": DEAREST}, "price", "Số tiền của một khoản nhiều nhất là 500.000.000 đồng."),
        (
            {"spent": DEAREST + 1},
            "spent",
            "Số tiền của một khoản nhiều nhất là 500.000.000 đồng.",
        ),
        (
            {"price": 0, "spent": None},
            "price",
            "Hãy ghi đơn giá; khoản phát sinh ngoài dự toán thì ghi số đã chi.",
        ),
    ],
)
def test_a_slip_of_the_hand_is_refused_where_it_stands(
    changed: dict[str, int | None], field: str, sentence: str
) -> None:
    with pytest.raises(NotAllowedNow) as refusal:
        replace(WATER, **changed).refuse()  # type: ignore[arg-type] # some of its fields
    assert (refusal.value.field, refusal.value.reason) == (field, sentence)


@pytest.mark.parametrize(
    "cost",
    [
        WATER,
        FUEL,
        replace(WATER, quantity=1, price=DEAREST, spent=DEAREST),
        replace(WATER, price=0, spent=0),
    ],
)
def test_what_can_be_is_taken(cost: Cost) -> None:
    cost.refuse()


def test_the_money_of_a_year_has_a_limit() -> None:
    refuse_year(MOST_A_YEAR)
    with pytest.raises(NotAllowedNow, match=r"nhiều nhất là 999\.999\.999 đồng"):
        refuse_year(MOST_A_YEAR + 1)
