"""Cleans what single fields of a source hold: addresses, links, languages, keys."""

import re
from collections.abc import Iterable
from hashlib import blake2s

from bot.program.check.web_address import why_not
from bot.program.importers.doubts import LEFT_OUT, Doubts
from bot.program.importers.draft import DraftLink
from bot.program.importers.prose import LONGEST_PROSE, line, prose
from bot.program.model import Link
from bot.translation import said

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_LONGEST_KEY = 64
_FILE = re.compile(
    r"\.(?:pdf|od[pts]|pptx?|docx?|key|txt|md|html?|png|jpe?g|gif|svg|webp|zip)$", re.IGNORECASE
)


def paragraphs(text: str | None, whose: str, doubts: Doubts) -> str | None:
    """Return a text without markup; one that is too long ends early, and is told."""
    if text is not None and len(text) > LONGEST_PROSE:
        # Written out, since each language writes such numbers in its own way: it is LONGEST_PROSE.
        made = said("It ends after 40,000 characters.")
        doubts.add(said("A text is longer than a book's chapter."), made, whose)
    return prose(text or "") or None


def address(url: str | None, whose: str, doubts: Doubts) -> str | None:
    """Return a web address that people may be led to; None for any other, which is told."""
    tidy = "".join((url or "").split()).encode("utf-8", "ignore").decode()
    if not tidy:
        return None
    whole = f"https://{tidy.removeprefix('//')}" if _names_a_site(tidy) else tidy
    if why_not(whole) is None:
        return whole
    # What may be somebody's mail address is not repeated.
    shown = "" if "@" in tidy else f": {tidy[:80]}"
    doubts.add(said("An address can't be used."), LEFT_OUT, f"{whose}{shown}")
    return None


def links(drafts: Iterable[DraftLink], whose: str, doubts: Doubts) -> tuple[Link, ...]:
    """Return the links that can be used, each address once."""
    found: dict[str, str] = {}
    for draft in drafts:
        url = address(draft.url, whose, doubts)
        if url is not None:
            found.setdefault(url, line(draft.title or "") or _site(url))
    return tuple(Link(title=title, url=url) for url, title in found.items())


def known(ids: dict[str, str], keys: Iterable[str], whose: str, doubts: Doubts) -> tuple[str, ...]:
    """Return the ids of what is named by key, each once; what isn't there is told."""
    found: dict[str, None] = {}
    for key in keys:
        if key in ids:
            found[ids[key]] = None
        else:
            what = said("Something is named that is not in the source.")
            doubts.add(what, said("The name was left out."), f"{whose}: {key}")
    return tuple(found)


def language(named: str | None) -> str | None:
    """Return a language tag; None for anything that is none."""
    tidy = (named or "").strip().replace("_", "-")
    return tidy if _LANGUAGE.fullmatch(tidy) else None


def kept_key(key: str) -> str | None:
    """Return a source's key as a program keeps it: as it is if it is short, else a digest."""
    if len(key) <= _LONGEST_KEY and line(key) == key:
        return key or None
    return blake2s(key.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _names_a_site(address: str) -> bool:
    """Tell whether an address without https:// begins with a site, and not with a file's name."""
    site, _, rest = address.removeprefix("//").partition("/")
    return ":" not in site and "." in site and bool(rest or not _FILE.search(site))


def _site(url: str) -> str:
    return url.split("://", 1)[1].split("/", 1)[0].removeprefix("www.")
