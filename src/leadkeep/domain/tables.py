"""Every table of every feature: importing this module fills ``store.metadata``."""

from leadkeep.domain.access import tables as access
from leadkeep.domain.accounts import tables as accounts
from leadkeep.domain.activities import tables as activities
from leadkeep.domain.campaigns import tables as campaigns
from leadkeep.domain.custom_objects import tables as custom_objects
from leadkeep.domain.fields import tables as fields
from leadkeep.domain.folders import tables as folders
from leadkeep.domain.forms import tables as forms
from leadkeep.domain.leads import tables as leads
from leadkeep.domain.lists import tables as lists
from leadkeep.domain.merging import tables as merging
from leadkeep.domain.munchkin import tables as munchkin
from leadkeep.domain.programs import tables as programs
from leadkeep.domain.records import tables as records
from leadkeep.domain.segmentations import tables as segmentations
from leadkeep.domain.smart_lists import tables as smart_lists
from leadkeep.domain.usage import tables as usage
from leadkeep.domain.visits import tables as visits
from leadkeep.jobs import tables as jobs

__all__ = [
    "access",
    "accounts",
    "activities",
    "campaigns",
    "custom_objects",
    "fields",
    "folders",
    "forms",
    "jobs",
    "leads",
    "lists",
    "merging",
    "munchkin",
    "programs",
    "records",
    "segmentations",
    "smart_lists",
    "usage",
    "visits",
]
