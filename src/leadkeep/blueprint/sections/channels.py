"""``channels``: channels of programs, with their progression statuses."""

from collections.abc import Iterator

import msgspec

from leadkeep.blueprint.file import check_unique
from leadkeep.blueprint.sections.section import Change, Run, Section
from leadkeep.domain.assets.programs import Channel, NewStatus, all_channels, save_channel
from leadkeep.store import Transaction

KEY = "channels"


class StatusItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A progression status of a channel. Not in Program (step 0) is added automatically."""

    name: str
    step: int
    success: bool = False
    hidden: bool = False
    type: str | None = None

    @property
    def wanted(self) -> NewStatus:
        """The status as a value that the verb for channels takes."""
        return NewStatus(self.name, self.step, self.success, self.hidden, self.type)


class ChannelItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A channel. If the file lists statuses, all other statuses are removed."""

    name: str
    applies_to: str | None = None
    statuses: list[StatusItem] | None = None


def _apply(run: Run) -> Iterator[Change]:
    items = run.blueprint.items(KEY, ChannelItem)
    check_unique(run.blueprint, KEY, [(each.value.name, each.line) for each in items])
    for item in items:
        wanted = item.value
        statuses = wanted.statuses
        with run.errors_at(item.line, f"{KEY}: {wanted.name}"):
            status = save_channel(
                run.tx,
                wanted.name,
                wanted.applies_to,
                None if statuses is None else [each.wanted for each in statuses],
            )
        yield Change(KEY, wanted.name, status)


def _present(tx: Transaction) -> list[dict[str, object]]:
    return [_item(each) for each in all_channels(tx).all]


def _item(channel: Channel) -> dict[str, object]:
    statuses = []
    for each in channel.statuses[1:]:
        status: dict[str, object] = {"name": each.name, "step": each.step}
        if each.is_success:
            status["success"] = True
        if each.is_hidden:
            status["hidden"] = True
        if each.type is not None:
            status["type"] = each.type
        statuses.append(status)
    return {"name": channel.name, "appliesTo": channel.program_type.value, "statuses": statuses}


SECTION = Section(KEY, _apply, _present)
