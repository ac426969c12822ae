"""The handlers of the jobs that run imports, extracts and actions on many leads."""

from leadkeep.bulk.actions import ACT, ACT_ATTEMPT_LIMIT, run_actions
from leadkeep.bulk.drafts import TRIAL_JOB, TrialRunner, fail_trial
from leadkeep.bulk.extracts import ExtractRunner, fail_extract
from leadkeep.bulk.imports import ImportRunner, fail_import
from leadkeep.bulk.life import EXTRACT_JOB, IMPORT_JOB
from leadkeep.jobs import Handler, Handlers, LongHandler
from leadkeep.store import Store


def bulk_handlers(store: Store) -> Handlers:
    """Return the handlers of imports, extracts and actions of a store."""
    return {
        IMPORT_JOB: LongHandler(ImportRunner(store).run, give_up=fail_import),
        TRIAL_JOB: LongHandler(TrialRunner(store).run, give_up=fail_trial),
        ACT: Handler(run_actions, batch_size=1, attempt_limit=ACT_ATTEMPT_LIMIT),
        EXTRACT_JOB: LongHandler(ExtractRunner(store).run, give_up=fail_extract),
    }
