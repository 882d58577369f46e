"""Whose password does not suffice, and does a desk remember who sat there?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from saturday.models.commune import Commune
from saturday.rules.permissions import Role

CODES_FOR, REMEMBERS = "accounts.codes_for", "accounts.remembers_people"


@dataclass(frozen=True, slots=True)
class SignInRules:
    """How this commune lets people in (quy định đăng nhập)."""

    codes_for: frozenset[Role] = frozenset()  # roles that must give a code of their telephone
    remembers_people: bool = False  # a shared desk names who signed in there of late

    @classmethod
    def of(cls, commune: Commune) -> Self:
        """Read them from the settings; a role that is none any more counts for nothing."""
        named = commune.text(CODES_FOR).split()
        return cls(
            codes_for=frozenset(Role(one) for one in named if one in Role.__members__),
            remembers_people=commune.text(REMEMBERS) == "yes",
        )

    def texts(self) -> Mapping[str, str]:
        """Write them as the settings keep them."""
        codes_for = " ".join(role for role in Role if role in self.codes_for)
        return {CODES_FOR: codes_for, REMEMBERS: "yes" if self.remembers_people else ""}
