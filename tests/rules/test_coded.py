"""A stored code carries the words that people read."""

from saturday.rules.coded import Coded


class Colour(Coded):
    """A code for the tests."""

    RED = "RED", "đỏ"
    BLUE = "BLUE", "xanh"


def test_a_code_is_its_value_and_carries_its_words() -> None:
    assert f"{Colour.RED}" == Colour.RED.value == "RED"
    assert Colour.BLUE.words == "xanh"


def test_a_stored_code_is_found_again() -> None:
    assert Colour("BLUE") is Colour["BLUE"] is Colour.BLUE
