"""Import the tables of all features, which adds them to ``store.metadata``."""

from leadkeep.bulk import tables as bulk
from leadkeep.domain.activities import tables as activities
from leadkeep.domain.assets.folders import tables as folders
from leadkeep.domain.assets.lists import tables as lists
from leadkeep.domain.assets.programs import tables as programs
from leadkeep.domain.automation.campaigns import tables as campaigns
from leadkeep.domain.automation.segmentations import tables as segmentations
from leadkeep.domain.automation.smart_lists import tables as smart_lists
from leadkeep.domain.capture.forms import tables as forms
from leadkeep.domain.fields import tables as fields
from leadkeep.domain.instance import tables as munchkin
from leadkeep.domain.instance.access import tables as access
from leadkeep.domain.instance.requests import tables as requests
from leadkeep.domain.instance.usage import tables as usage
from leadkeep.domain.instance.users import tables as users
from leadkeep.domain.leads import tables as leads
from leadkeep.domain.merging import tables as merging
from leadkeep.domain.objects.custom import tables as custom_objects
from leadkeep.domain.objects.standard import tables as accounts
from leadkeep.domain.search import tables as search
from leadkeep.domain.visitors import tables as visits
from leadkeep.jobs import tables as jobs

__all__ = [
    "access",
    "accounts",
    "activities",
    "bulk",
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
    "requests",
    "search",
    "segmentations",
    "smart_lists",
    "usage",
    "users",
    "visits",
]
