"""Make the words of a lead: the normalised texts by which people search it and duplicates meet."""

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any

from leadkeep.domain.fields import normalised_key
from leadkeep.domain.leads import full_name


class WordKind(IntEnum):
    """Kinds of words; the numbers are stored and never change."""

    NAME = 1
    """Full name, then :data:`COMPANY_MARK` and the company."""
    LAST_NAME = 2
    """Last name, then first name: only of leads with both."""
    COMPANY = 3
    MAILBOX = 4
    """The email address without what two spellings of one mailbox differ in."""
    PHONE = 5
    """The last digits of a phone number."""


WORD_FIELDS = (
    "firstName",
    "middleName",
    "lastName",
    "company",
    "email",
    "phone",
    "mobilePhone",
)
"""Fields that words are made of."""

COMPANY_MARK = "\x1f"
"""Separates name and company in a word: it sorts before every character of a name."""
PART_CHARACTERS = 100
"""Limit: characters of a name or a company in a word. Longer ones are cut."""
PHONE_DIGITS = 9
"""Digits of a phone number that count: prefixes of countries and trunks stand before them."""
LEAST_PHONE_DIGITS = 7
"""A number with fewer digits is an extension or a mistake, which many leads share."""

Word = tuple[int, str]
"""Kind and value."""

_NO_DIGIT = re.compile(r"[^0-9]+")
_EXTENSION = re.compile(r"(?i)\s*(?:ext?\.?|x|#)\s*[0-9]+\s*$")

FREQUENT_DOMAINS = (
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "aol.com",
    "live.com",
    "msn.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "orange.fr",
    "wanadoo.fr",
    "protonmail.com",
    "comcast.net",
    "verizon.net",
)
"""Domains of mailboxes whose misspellings are corrected in :data:`WordKind.MAILBOX`."""
DOMAIN_ALIASES = {"googlemail.com": "gmail.com", "me.com": "icloud.com", "mac.com": "icloud.com"}
ENDINGS = {
    "com": ("con", "cmo", "ocm", "vom", "xom", "cm", "co", "om", "comm", "coom"),
    "net": ("nte", "ent", "met", "ner", "ne"),
    "de": ("ed",),
    "fr": ("rf",),
}
"""Misspelled last labels by the right one; only of :data:`FREQUENT_DOMAINS`."""
SHORT_DOMAIN = len("live")
NOT_MISSPELLED = frozenset({"email.com", "ymail.com", "mail.com", "gmx.com", "live.co"})
"""Domains of other mailboxes that differ from a frequent one in one place only."""


def words_of(values: Mapping[str, Any]) -> list[Word]:
    """Return the words of a lead with these values of :data:`WORD_FIELDS`, each once."""
    name = _part(full_name(dict(values)))
    company = _part(values["company"])
    words: list[Word] = []
    if name:
        words.append((WordKind.NAME, f"{name}{COMPANY_MARK}{company}"))
    first, last = _part(values["firstName"]), _part(values["lastName"])
    if first and last:
        words.append((WordKind.LAST_NAME, f"{last} {first}"))
    if company:
        words.append((WordKind.COMPANY, company))
    if mailbox := mailbox_of(values["email"]):
        words.append((WordKind.MAILBOX, mailbox))
    phones = (phone_digits(values[field]) for field in ("phone", "mobilePhone"))
    words += [(WordKind.PHONE, each) for each in dict.fromkeys(phones) if each]
    return words


def _part(value: str | None) -> str:
    # Characters of control would end the name, or stand before its beginning.
    return " ".join(normalised_key(value or "").split())[:PART_CHARACTERS].rstrip()


def mailbox_of(email: str | None) -> str | None:
    """Return the mailbox of an email address; None if the text is none.

    Plus tags and dots before the ``@`` are left out, and misspelled frequent domains are corrected:
    ``Ada.Lovelace+news@gmial.com`` is ``adalovelace@gmail.com``.
    """
    local, at, domain = normalised_key(email or "").rpartition("@")
    if not at or not domain:
        return None
    short = local.partition("+")[0].replace(".", "")
    return f"{short or local}@{_corrected(domain)}"


def _corrected(domain: str) -> str:
    domain = domain.rstrip(".")
    domain = DOMAIN_ALIASES.get(domain, domain)
    return _MISSPELLINGS.get(domain, domain)


def _misspellings(word: str) -> Iterable[str]:
    """Yield the words that leave one letter out, double one, or swap two neighbours."""
    for place, letter in enumerate(word):
        yield word[:place] + word[place + 1 :]
        yield word[:place] + letter + word[place:]
        if place:
            yield word[: place - 1] + letter + word[place - 1] + word[place + 1 :]


def _all_misspellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for domain in FREQUENT_DOMAINS:
        word, _, ending = domain.rpartition(".")
        # Short words have too many neighbours that are domains of their own.
        if len(word) > SHORT_DOMAIN:
            found |= {f"{each}.{ending}": domain for each in _misspellings(word)}
        found |= {f"{word}.{each}": domain for each in ENDINGS[ending]}
    right = {*FREQUENT_DOMAINS, *DOMAIN_ALIASES, *NOT_MISSPELLED}
    return {wrong: domain for wrong, domain in found.items() if wrong not in right}


_MISSPELLINGS = _all_misspellings()


def phone_digits(phone: str | None) -> str | None:
    """Return the last :data:`PHONE_DIGITS` digits of a phone number; None if it has too few.

    An extension at the end, such as ``ext. 12``, does not count.
    """
    digits = _NO_DIGIT.sub("", _EXTENSION.sub("", phone or ""))
    return digits[-PHONE_DIGITS:] if len(digits) >= LEAST_PHONE_DIGITS else None
