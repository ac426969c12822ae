"""The event by which other rooms learn of changed records, in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadkeep.domain.instance.access import Work
from leadkeep.domain.objects.engine.draft import RecordDraft
from leadkeep.domain.objects.engine.kind import Kind
from leadkeep.store import Topic


@dataclass(frozen=True, slots=True)
class RecordEvent:
    """The records of one object that one command creates or changes.

    They are locked, and are stored after the subscribers are done. New ones have no ids yet.
    """

    work: Work
    kind: Kind
    drafts: Sequence[RecordDraft]


RECORD_EVENTS: Topic[RecordEvent] = Topic("record events")
