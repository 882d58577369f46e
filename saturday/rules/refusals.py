"""How a rule says no, in words a person can act on."""


class NotAllowedNow(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """A step that may not be taken now; the reason is a Vietnamese sentence (lời từ chối)."""

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
