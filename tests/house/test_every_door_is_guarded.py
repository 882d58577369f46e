"""Does every door say who may pass it?"""

import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from wtforms import PasswordField

from saturday.rules.permissions import GRANTS, Permission
from saturday.web.access import SECRETS, doors
from saturday.web.fields import BaseForm

REMEMBERED = Path(__file__).with_name("addresses.txt")

# Whoever adds a door for strangers adds it here, and says why.
FOR_STRANGERS = {
    "announcements.answer_by_link": "the village's link is the key",
    "announcements.difficulties": "as above",
    "announcements.send_difficulty": "as above",
    "announcements.village_page": "the village's link is the key",
    "announcements.bulletin_sound": "what was on the loudspeaker is for everyone",
    "announcements.feed": "what was published is for everyone",
    "announcements.notice": "as above",
    "announcements.notice_ics": "as above",
    "announcements.notice_list": "as above",
    "auth.first_step": "the one-use link is the key",
    "auth.forget_people": "whoever sits at a desk may ask it to forget names",
    "auth.leave_desk": "getting up twice harms nobody",
    "auth.person_list": "names only where the commune allows it, of those who signed in there",
    "auth.second_step": "half the way in: the right password was given in this browser",
    "auth.sign_in": "one must come in somewhere",
    "auth.sign_out": "leaving twice harms nobody",
    "auth.slip_code": "the code of the slip is the key",
    "auth.take_desk": "one comes in by the password, as at sign-in",
    "feedback.look_up": "the code of the slip is the key, and no personal data is shown",
    "feedback.opinion_form": "anybody may write to the commune where a setting says so",
    "feedback.opinion_sent": "the key of the form that was sent opens it for an hour",
    "feedback.send_opinion": "as opinion_form; the form's signed key stands for a token",
    "feedback.tell_state": "as look_up",
    "healthz": "a watchdog has no account",
    "home.todo": "strangers are led to what they may read",
}


def address(endpoint: str, rule: str) -> str:
    """Write an address without the types of its parts."""
    return endpoint + " " + re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"<\1>", rule)


def test_every_door_is_public_by_name_or_asks_a_permission(whole_app: Flask) -> None:
    unguarded = {name for name, door in doors(whole_app).items() if door is None}

    assert not unguarded


def test_only_the_listed_doors_are_open_to_strangers(whole_app: Flask) -> None:
    public = {name for name, door in doors(whole_app).items() if door == "public"}

    assert public <= set(FOR_STRANGERS)


def test_every_permission_is_granted_to_somebody() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


def test_addresses_are_remembered(whole_app: Flask) -> None:
    """A bookmark, a printed link and a QR code must not break: remove an address knowingly."""
    now = {
        address(rule.endpoint, rule.rule)
        for rule in whole_app.url_map.iter_rules()
        if rule.endpoint != "static"
    }
    remembered = set(REMEMBERED.read_text("utf-8").splitlines())

    assert remembered - now == set(), "addresses vanished"
    assert now - remembered == set(), "new addresses: add them to addresses.txt"


def test_a_get_and_a_post_are_the_only_ways_in(whole_app: Flask) -> None:
    odd = {
        rule.endpoint: rule.methods
        for rule in whole_app.url_map.iter_rules()
        if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS", "POST"}
    }

    assert not odd


def all_forms(kind: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """Give every form of the app."""
    for one in kind.__subclasses__():
        yield one
        yield from all_forms(one)


def secrets_of(form: type[BaseForm]) -> set[str]:
    """Name the fields of a form into which secrets are typed."""
    made = ((name, getattr(form, name)) for name in dir(form))
    return {name for name, one in made if getattr(one, "field_class", None) is PasswordField}


def test_no_secret_is_kept_of_a_form_whose_sign_in_had_ended() -> None:
    found = {f"{form.__name__}.{name}" for form in all_forms() for name in secrets_of(form)}

    assert len(found) >= 10, found
    assert {one for one in found if one.partition(".")[2] not in SECRETS} == set()
