"""Recognise search engines and search words in the address of the page a visitor came from."""

from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

REFERRER_CACHE_SIZE = 1_000

_ENGINES: dict[str, tuple[str, str]] = {
    "google": ("Google", "q"),
    "bing": ("Bing", "q"),
    "duckduckgo": ("DuckDuckGo", "q"),
    "ecosia": ("Ecosia", "q"),
    "yahoo": ("Yahoo", "p"),
    "baidu": ("Baidu", "wd"),
    "yandex": ("Yandex", "text"),
}
"""By a part of the host name: the name of the engine, and its URL parameter for the search
words.
"""


@lru_cache(REFERRER_CACHE_SIZE)
def search_of(referrer: str) -> tuple[str | None, str | None]:
    """Return search engine and search words in a referrer; None for each that it lacks."""
    try:
        parts = urlsplit(referrer)
        labels = (parts.hostname or "").split(".")
    except ValueError:
        return None, None
    # Only on the engine's own host: "google.example.com" belongs to somebody else.
    for label in labels[-3:-1] if len(labels[-1]) == 2 else labels[-2:-1]:  # noqa: PLR2004 -- .co.uk
        if label in _ENGINES:
            engine, parameter = _ENGINES[label]
            words = (
                parse_qs(parts.query, max_num_fields=100).get(parameter) if parts.query else None
            )
            return engine, words[0] if words else None
    return None, None
