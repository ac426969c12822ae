"""What counts as one mailbox, and as one phone number."""

import pytest

from leadkeep.domain.search.words import mailbox_of, phone_digits


@pytest.mark.parametrize(
    ("email", "mailbox"),
    [
        ("Ada.Lovelace+news@gmial.com", "adalovelace@gmail.com"),
        ("ada@gmail.con", "ada@gmail.com"),
        ("ada@gmaill.com", "ada@gmail.com"),
        ("ada@googlemail.com", "ada@gmail.com"),
        ("ada@mail.com", "ada@mail.com"),
        ("ada@gmx.net", "ada@gmx.net"),
        ("ada@gmx.de", "ada@gmx.de"),
        ("ada@exmaple.com", "ada@exmaple.com"),
        ("ada@hotmail.com.", "ada@hotmail.com"),
        ("+@example.com", "+@example.com"),
        ("ada", None),
        ("ada@", None),
        ("", None),
        (None, None),
    ],
)
def test_spellings_of_one_mailbox_are_one(email: str | None, mailbox: str | None) -> None:
    assert mailbox_of(email) == mailbox


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("+33 1 23 45 67 89", "123456789"),
        ("01.23.45.67.89", "123456789"),
        ("(0)1 23 45 67 89 ext. 12", "123456789"),
        ("555-1234", "5551234"),
        ("12345", None),
        ("none", None),
        (None, None),
    ],
)
def test_spellings_of_one_phone_number_are_one(phone: str | None, digits: str | None) -> None:
    assert phone_digits(phone) == digits
