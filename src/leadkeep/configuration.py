"""Collect the values of settings: from flags, environment variables, files of secrets and a file.

A setting ``x`` comes from the first that has it: a flag, the variable ``LEADKEEP_X``, for a secret
the file that ``LEADKEEP_X_FILE`` names, the settings file. ``settings.py`` checks the values.
"""

import json
import os
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadkeep.errors import SetupError, nearest

DEFAULT_FILE = Path("leadkeep.toml")
PREFIX = "LEADKEEP_"
FILE_SUFFIX = "_FILE"
SHARED_METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Tells the client of Prometheus in which folder the processes of a server share their metrics."""
CONFIG_VARIABLE = f"{PREFIX}CONFIG"
"""Names the settings file; the option ``--config`` sets it for the command and its processes."""
TEST_PREFIX = f"{PREFIX}TEST_"
"""Variables of leadkeep's own tests, which are no settings."""
SEE_ALL = "; leadkeep config show lists all"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of all settings."""

    all: Collection[str]
    secrets: Collection[str]
    """Those that may be in a file of their own."""
    structured: Collection[str]
    """Those that are lists or mappings, which variables write as JSON."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value that was given for a setting."""

    value: Any
    source: str
    """A flag, a variable or the settings file."""
    label: str
    """The source with the setting's name in it, for messages."""


def collect_values(flags: Mapping[str, Any], names: Names) -> dict[str, Given]:
    """Return the values that are given for settings, by name; a flag that is None is not given.

    Raises:
        SetupError: a file cannot be read, or a key or variable is no setting.
    """
    in_flags = {
        name: Given(value, _flag(name), _flag(name))
        for name, value in flags.items()
        if value is not None
    }
    in_variables = dict(_of_variables(names))
    return dict(_of_file(names)) | in_variables | in_flags


def settings_file() -> Path | None:
    """Return the settings file: the one that is named, else the default one if it exists."""
    named = os.environ.get(CONFIG_VARIABLE)
    if named:
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def variable(name: str) -> str:
    """Return the name of a setting's environment variable."""
    return f"{PREFIX}{name.upper()}"


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _of_file(names: Names) -> Iterator[tuple[str, Given]]:
    path = settings_file()
    if path is None:
        return
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SetupError(f"{path}: this is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{path}: {error}") from None
    _refuse_unknown(f"{path}: ", "", found, names.all)
    for name, value in found.items():
        yield name, Given(value, str(path), f"{path}: {name}")


def _of_variables(names: Names) -> Iterator[tuple[str, Given]]:
    present = {
        name.upper(): value
        for name, value in os.environ.items()
        if name.upper().startswith(PREFIX)
        and not name.upper().startswith(TEST_PREFIX)
        and name.upper() != CONFIG_VARIABLE
    }
    of_secrets = {f"{variable(name)}{FILE_SUFFIX}": name for name in names.secrets}
    known = [each.removeprefix(PREFIX) for each in (*map(variable, names.all), *of_secrets)]
    _refuse_unknown("", PREFIX, (each.removeprefix(PREFIX) for each in present), known)
    for key, name in of_secrets.items():
        if key in present:
            if variable(name) in present:
                raise SetupError(f"{variable(name)} and {key} are both set: keep one of them")
            yield name, Given(_read_secret(key, Path(present[key])), key, key)
    for name in names.all:
        key = variable(name)
        if key in present:
            is_structured = name in names.structured
            yield (
                name,
                Given(_from_json(key, present[key]) if is_structured else present[key], key, key),
            )


def _read_secret(key: str, path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SetupError(f"{key}: {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SetupError(f"{key}: {path}: this is not UTF-8 text") from None
    if not secret:
        raise SetupError(f"{key}: {path}: the file is empty")
    return secret


def _from_json(key: str, text: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(text)
    except ValueError:
        raise SetupError(f'{key}: expected JSON, such as ["a", "b"]') from None


def _refuse_unknown(place: str, prefix: str, given: Iterable[str], known: Collection[str]) -> None:
    """Refuse names that are not known; ``prefix`` stands before each of them, given or known.

    Raises:
        SetupError: the text says for each the nearest known name.
    """
    problems = []
    for name in given:
        if name not in known:
            hint = nearest(name, known, prefix) or SEE_ALL
            problems.append(f"{place}{prefix}{name} is not a setting{hint}")
    if problems:
        raise SetupError("; ".join(problems))
