"""What is written is said as a reader on the loudspeaker says it."""

from saturday.vietnamese.spoken import Reading, read_aloud


def test_plain_words_are_said_as_they_stand() -> None:
    assert read_aloud("Kính thưa  Nhân dân!", {}) == Reading("Kính thưa Nhân dân!")
    assert read_aloud("Kính thưa Nhân dân!", {}).words == 4
