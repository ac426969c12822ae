"""An instance of the standard library's CSV engine with a limit of its own.

The limit of a cell is a variable of the module ``_csv``, which all code in the process shares. A
second instance of the module has a second variable, so other users of ``csv`` keep their limit
(docs/decisions/0145-files-of-rows.md).
"""

import _csv
from importlib.util import find_spec, module_from_spec
from typing import Any

from leadkeep.files.text import LONGEST_ROW_CHARACTERS


def _own_instance() -> Any:  # noqa: ANN401 -- a module cannot be typed as another module
    spec = find_spec(_csv.__name__)
    if spec is None or spec.loader is None:
        raise ImportError("the module _csv cannot be loaded a second time")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.field_size_limit(LONGEST_ROW_CHARACTERS)
    return module


_OWN = _own_instance()

reader = _OWN.reader
"""``csv.reader``, for cells of up to ``LONGEST_ROW_CHARACTERS``."""
ReaderError: type[Exception] = _OWN.Error
"""``csv.Error``, as this ``reader`` raises it."""
