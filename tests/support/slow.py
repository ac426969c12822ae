"""The form in which slow tests run: in full, or in short as ``make test-slow-short`` wants them."""

import os

IS_SHORT = os.environ.get("LEADKEEP_TEST_SLOW") == "short"
