"""Which copies are kept when new ones come every day?"""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saturday.rules.rotation import DAYS, MONTHS, RECENT, WEEKS, to_keep

NOW = datetime(2026, 11, 22, 17, 30)  # noqa: DTZ001 - only differences count
MOMENTS = st.lists(st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)))  # noqa: DTZ001


def test_nothing_is_kept_of_nothing() -> None:
    assert to_keep([]) == set()


def test_a_year_of_evenings_leaves_days_weeks_and_months() -> None:
    evenings = [NOW - timedelta(days=number) for number in range(365)]

    kept = sorted(to_keep(evenings), reverse=True)

    assert [f"{one:%d/%m}" for one in kept[:10]] == [
        *("22/11", "21/11", "20/11", "19/11", "18/11", "17/11", "16/11"),  # seven days
        *("15/11", "08/11", "01/11"),  # with the 22nd: Sundays of four weeks
    ]
    assert [f"{one:%d/%m/%y}" for one in kept[10:]] == [
        *("31/10/26", "30/09/26", "31/08/26", "31/07/26", "30/06/26", "31/05/26"),
        *("30/04/26", "31/03/26", "28/02/26", "31/01/26", "31/12/25"),  # with November: twelve
    ]


def test_all_of_the_last_three_days_stay() -> None:
    before_an_upgrade = NOW - timedelta(hours=5)

    assert before_an_upgrade in to_keep([NOW, before_an_upgrade])
    assert NOW - timedelta(days=4, hours=5) not in to_keep(
        [NOW, NOW - timedelta(days=4), NOW - timedelta(days=4, hours=5)]
    )


@given(MOMENTS)
def test_the_newest_always_stays(moments: list[datetime]) -> None:
    assert not moments or max(moments) in to_keep(moments)


@given(MOMENTS)
def test_forgetting_twice_forgets_no_more(moments: list[datetime]) -> None:
    kept = to_keep(moments)

    assert kept <= set(moments)
    assert to_keep(kept) == kept


@given(st.integers(1, 900))
def test_the_shelf_never_overflows(evenings: int) -> None:
    kept: set[datetime] = set()
    for number in range(evenings):
        kept = to_keep({*kept, NOW + timedelta(days=number)})

    assert len(kept) <= DAYS + WEEKS + MONTHS + RECENT.days
