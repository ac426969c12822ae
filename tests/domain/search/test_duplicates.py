"""Groups of duplicates: what puts leads into one, page by page, within the scope."""

import pytest

from leadkeep.domain.instance.access import Work, workspace_access
from leadkeep.domain.search import DuplicateKind, DuplicatePage, duplicate_groups
from leadkeep.testing import Rehearsal
from tests.support.leads import create, east_token, sync
from tests.support.work import operator_work

MAILBOX, PHONE, NAME = DuplicateKind


def page_of(
    server: Rehearsal, kind: DuplicateKind, after: str = "", size: int = 25
) -> DuplicatePage:
    return server.store.read_now(lambda tx: duplicate_groups(operator_work(tx), kind, after, size))


def groups(server: Rehearsal, kind: DuplicateKind) -> dict[str, list[int]]:
    server.update_words()
    page = page_of(server, kind)
    assert page.next_after is None
    return {each.value: each.lead_ids for each in page.groups}


def test_spellings_of_one_mailbox_meet(server: Rehearsal) -> None:
    emails = ("Ada.Lovelace@gmail.com", "adalovelace+news@gmial.com", "ada@example.com")
    one, two, _ = (create(server, email=each) for each in emails)
    assert groups(server, MAILBOX) == {"adalovelace@gmail.com": [one, two]}


def test_phone_numbers_meet_by_their_digits(server: Rehearsal) -> None:
    one = create(server, phone="+33 1 23 45 67 89", mobilePhone="555-1234")
    two = create(server, mobilePhone="01.23.45.67.89")
    create(server, phone="5551235")
    assert groups(server, PHONE) == {"123456789": [one, two]}


def test_names_meet_at_one_company_only(server: Rehearsal) -> None:
    name = {"firstName": "Ada", "lastName": "Lovelace"}
    one, two = create(server, **name, company="Acme"), create(server, **name, company=" ACME ")
    for company in ("Other", None, None):
        create(server, **name, company=company)
    assert groups(server, NAME) == {"ada lovelace, acme": [one, two]}


def test_leads_that_changed_or_went_are_no_duplicates(server: Rehearsal) -> None:
    one, two, three = (create(server, phone="5551234") for _ in range(3))
    server.update_words()
    sync(server, {"id": three, "phone": None}, lookupField="id")
    page = page_of(server, PHONE)
    assert [each.lead_ids for each in page.groups] == [[one, two]]
    server.post("/rest/v1/leads/delete.json", {"input": [{"id": one}]})
    assert page_of(server, PHONE).groups == []


@pytest.mark.parametrize("window", [2, 3, 4, 7, 100])
def test_pages_have_every_group_once_whatever_the_windows(
    server: Rehearsal, monkeypatch: pytest.MonkeyPatch, window: int
) -> None:
    expected = {}
    for number, count in enumerate((2, 1, 3, 5, 1, 2, 2)):
        leads = [create(server, phone=f"555123{number}") for _ in range(count)]
        if count > 1:
            expected[f"555123{number}"] = leads
    server.update_words()
    monkeypatch.setattr("leadkeep.domain.search.duplicates.WORD_WINDOW", window)
    seen: dict[str, list[int]] = {}
    page = page_of(server, PHONE, size=2)
    pages = 1
    while True:
        assert not seen.keys() & {each.value for each in page.groups}
        seen |= {each.value: each.lead_ids for each in page.groups}
        if page.next_after is None:
            break
        page = page_of(server, PHONE, page.next_after, 2)
        pages += 1
        assert pages < 20
    assert seen == expected


def test_a_large_group_is_cut(server: Rehearsal) -> None:
    records = [{"email": f"n{number}@example.com", "phone": "5551234"} for number in range(30)]
    sync(server, *records)
    server.update_words()
    (group,) = page_of(server, PHONE).groups
    assert (len(group.lead_ids), group.is_cut) == (25, True)


def test_leads_of_other_partitions_are_not_in_groups(server: Rehearsal) -> None:
    token = east_token(server)
    here = [create(server, phone="5551234") for _ in range(2)]
    (there,) = sync(server, {"email": "there@example.com", "phone": "5551234"}, token=token)
    server.update_words()

    def in_east() -> list[list[int]]:
        page = server.store.read_now(
            lambda tx: duplicate_groups(Work(tx, workspace_access(tx, 2)), PHONE)
        )
        return [each.lead_ids for each in page.groups]

    assert in_east() == []
    (second,) = sync(server, {"email": "second@example.com", "phone": "5551234"}, token=token)
    assert groups(server, PHONE) == {"5551234": [*here, there["id"], second["id"]]}
    assert in_east() == [[there["id"], second["id"]]]
