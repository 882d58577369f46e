"""How does a feed reader learn what is new? As Atom, RFC 4287."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

register_namespace("", _ATOM)


@dataclass(frozen=True, slots=True)
class Story:
    """One entry: ``key`` never changes, ``updated`` rises with each change worth a look."""

    key: str
    title: str
    address: str
    updated: datetime
    published: datetime
    html: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed itself: its own address, and that of the page it follows."""

    key: str
    title: str
    author: str
    address: str
    page: str
    updated: datetime


def write(feed: Feed, stories: Iterable[Story]) -> bytes:
    """Write the feed; letters that XML can't carry are left out."""
    root = Element(f"{{{_ATOM}}}feed", {"xml:lang": "vi"})
    _say(root, "id", _id(feed.key))
    _say(root, "title", feed.title)
    _say(root, "updated", feed.updated.isoformat())
    _say(_child(root, "author"), "name", feed.author)
    _child(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _child(root, "link", rel="alternate", type="text/html", href=feed.page)
    for story in stories:
        entry = _child(root, "entry")
        _say(entry, "id", _id(story.key))
        _say(entry, "title", story.title)
        _say(entry, "updated", story.updated.isoformat())
        _say(entry, "published", story.published.isoformat())
        _child(entry, "link", rel="alternate", type="text/html", href=story.address)
        _say(entry, "content", story.html, type="html")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _id(key: str) -> str:
    """Make a name that is the same wherever the app runs, and nobody else's."""
    return uuid5(NAMESPACE_URL, f"ngay-thu-7-vi-dan/{key}").urn


def _child(parent: Element, tag: str, **attributes: str) -> Element:
    return SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)


def _say(parent: Element, tag: str, text: str, **attributes: str) -> None:
    _child(parent, tag, **attributes).text = _NOT_XML.sub("", text)
