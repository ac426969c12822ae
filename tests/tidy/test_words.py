"""Engines are named in the store only."""

import io
import re
import tokenize
from collections import Counter

from tests.tidy.source import PACKAGE, check_baseline, package_modules

ENGINE_WORDS = re.compile(r"sqlite|postgres|psycopg|pg_", re.IGNORECASE)

ALLOWED_PLACES = (
    "src/leadkeep/store/",
    "src/leadkeep/testing/",
    "src/leadkeep/settings.py",
)

TABLE_OPTION = "sqlite_with_rowid"
"""What SQLAlchemy calls the option that a table is kept in the order of its primary key."""

KNOWN: dict[str, tuple[int, str]] = {
    "src/leadkeep/domain/fields/schema.py": (2, "the reasons of two limits on names"),
    "src/leadkeep/domain/fields/types/text.py": (1, "the reason why NUL is refused"),
    "src/leadkeep/domain/leads/find.py": (1, "the reason why NUL is not looked up"),
}
"""By file: how often it names an engine, and why. This list may only shrink."""


def test_engines_are_named_in_the_store_only() -> None:
    """Where two engines differ there is one named operation with two bodies, in the store.

    A good project of the same kind had 116 checks of the dialect spread over its features; each new
    statement had to be thought through twice, by everybody, for ever. A word in a comment is where
    it begins: the code beside it already knows which engine it runs on.
    """
    found: Counter[str] = Counter()
    for module in package_modules():
        if module.place.startswith(ALLOWED_PLACES) or not ENGINE_WORDS.search(module.text):
            continue
        reader = io.StringIO(module.text).readline
        for token in tokenize.generate_tokens(reader):
            if token.string != TABLE_OPTION:
                found[module.place] += len(ENGINE_WORDS.findall(token.string))
    check_baseline(+found, KNOWN)


def test_the_places_exist() -> None:
    """An exception for a place that is gone would hide the next one of that name."""
    for place in ALLOWED_PLACES:
        assert (PACKAGE.parents[1] / place).exists(), place
