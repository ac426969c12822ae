"""Which operations a replica may serve is declared beside them."""

from leadkeep.api.operations import served_operations

LAGGING = [each for each in served_operations() if each.reads_may_lag]


def test_only_reads_may_lag() -> None:
    assert {each.method for each in LAGGING} == {"GET"}


def test_every_operation_that_describes_may_lag() -> None:
    """They read what is configured, which changes rarely, and clients send them often."""
    describing = {each.id for each in served_operations() if each.id.startswith("describe")}
    assert describing <= {each.id for each in LAGGING}


def test_every_page_of_the_log_may_lag() -> None:
    pages = {f"get{name}UsingGET" for name in ("LeadActivities", "LeadChanges", "DeletedLeads")}
    assert pages <= {each.id for each in LAGGING}
