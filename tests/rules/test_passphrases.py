"""Are proposed passwords accepted, different, and easy to type?"""

import re

import pytest

from saturday.rules.passphrases import SYLLABLES, WORDS, passphrase
from saturday.rules.passwords import refuse_password
from saturday.vietnamese.names import fold


def test_a_proposal_is_six_words_that_the_rules_accept() -> None:
    for _ in range(50):
        words = passphrase()

        assert len(words.split()) == WORDS
        refuse_password(words)


def test_no_proposal_comes_twice() -> None:
    assert len({passphrase() for _ in range(100)}) == 100


def test_there_are_words_enough_and_none_twice() -> None:
    assert len(set(SYLLABLES)) == len(SYLLABLES) >= 256


@pytest.mark.parametrize("word", SYLLABLES)
def test_a_typing_program_leaves_each_word_as_it_is(word: str) -> None:
    assert word == fold(word)
    assert not re.search(r"[wsfrxjz]$|aa|ee|oo|dd|w|[0-9]|d.*d", word)


def test_a_draw_that_is_easy_to_guess_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["ba"] * WORDS + list(SYLLABLES))
    monkeypatch.setattr("secrets.choice", lambda _words: next(drawn))

    assert passphrase() == " ".join(SYLLABLES[:WORDS])
