"""Trim the blanks around a text: all that a reader does not see."""

ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters without a width that come along when a text is copied: soft hyphen, zero-width space
and joiners, marks of direction, word joiner, byte order mark."""
LAST_SPACE = 0x3000
"""The last character that Unicode calls a space: to look further would take each start a while."""
BLANKS = ZERO_WIDTH + "".join(
    character for character in map(chr, range(LAST_SPACE + 1)) if character.isspace()
)


def trimmed(text: str) -> str:
    """Return a text without the blanks around it, of any kind in Unicode."""
    # The blanks of ASCII are those that strip() knows, and it is faster with them.
    return text.strip() if text.isascii() else text.strip(BLANKS)
