"""Build a release and try it as a user would: ``make release-check``.

Builds the sdist and the wheel with the locked build requirements, compares their files with the
repository's, checks their metadata, installs each into an environment without the repository, and
gets a lead from the demo. The files are left in ``build/release``.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from packaging.metadata import Metadata

from leadkeep import __version__
from leadkeep.cli.serve import SHUTDOWN_LIMIT_SECONDS

ROOT = Path(__file__).parents[1]
RELEASE = ROOT / "build" / "release"
PACKAGE = "src/leadkeep/"

COMMAND_LIMIT_SECONDS = 300
START_LIMIT_SECONDS = 60
REPLY_LIMIT_SECONDS = 30
PRINTED = re.compile(r"^(base URL|client id|client secret) +(\S+)$", re.MULTILINE)
LAST_PRINTED = "curl "
"""How the last line starts that the demo prints before it serves."""


class CheckError(Exception):
    """The release is not as it must be."""


# -- build -----------------------------------------------------------------------------------------


def build() -> tuple[Path, Path]:
    """Build the sdist and the wheel from the repository and return their paths."""
    shutil.rmtree(RELEASE, ignore_errors=True)
    run(sys.executable, "-m", "hatchling", "build", "--directory", str(RELEASE), folder=ROOT)
    return RELEASE / f"leadkeep-{__version__}.tar.gz", only(RELEASE.glob("*.whl"))


def build_from_sdist(sdist: Path, folder: Path) -> Path:
    """Build a wheel from the sdist alone and return its path."""
    pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(sdist))
    return only(folder.glob("*.whl"))


def only(paths: Iterable[Path]) -> Path:
    """Return the only one of the paths."""
    (path,) = paths
    return path


# -- contents --------------------------------------------------------------------------------------


def repository_files() -> set[str]:
    """Return the places of all files that git tracks."""
    return set(run("git", "ls-files", "-z", folder=ROOT).rstrip("\0").split("\0"))


def wheel_contents(wheel: Path) -> dict[str, bytes]:
    """Return the contents of a wheel's files by name."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sdist_contents(sdist: Path) -> dict[str, bytes]:
    """Return the contents of an sdist's files by their place below its only folder."""
    found = {}
    with tarfile.open(sdist) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is None:
                raise CheckError(f"{sdist.name} holds more than plain files: {member.name}")
            found[member.name.removeprefix(f"leadkeep-{__version__}/")] = file.read()
    return found


def check_sdist_files(contents: dict[str, bytes], tracked: set[str]) -> None:
    """Check that the sdist has every file that git tracks and no other, but the metadata."""
    require_same("the sdist", contents.keys() - {"PKG-INFO"}, tracked)


def check_wheel_files(contents: dict[str, bytes], tracked: set[str]) -> None:
    """Check that the wheel has every file of the package: code, data, scripts, migrations."""
    packed = {name for name in contents if name.startswith("leadkeep/")}
    others = {name for name in contents.keys() - packed if ".dist-info/" not in name}
    if others:
        raise CheckError(f"the wheel has files outside the package: {', '.join(sorted(others))}")
    expected = {name.removeprefix("src/") for name in tracked if name.startswith(PACKAGE)}
    require_same("the wheel", packed, expected)


def require_same(what: str, found: Iterable[str], expected: Iterable[str]) -> None:
    """Raise if two sets of files differ."""
    lacks, extra = set(expected) - set(found), set(found) - set(expected)
    if lacks or extra:
        said = [f"lacks {name}" for name in sorted(lacks)]
        said += [f"has {name}, which git does not track" for name in sorted(extra)]
        raise CheckError(f"{what} " + "; ".join(said))


def check_same_wheel(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    """Check that the repository and the sdist give the same wheel, byte for byte."""
    differ = [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)]
    if differ:
        raise CheckError(f"the sdist makes another wheel: {', '.join(sorted(differ))}")


def check_metadata(text: bytes, readme: str) -> None:
    """Check the metadata as an index would, and that the README is the description."""
    try:
        found = Metadata.from_email(text, validate=True)
    except ExceptionGroup as error:
        said = "; ".join(str(each) for each in error.exceptions)
        raise CheckError(f"the metadata are not valid: {said}") from None
    if (found.name, str(found.version)) != ("leadkeep", __version__):
        raise CheckError(f"the metadata name {found.name} {found.version}")
    kind = (found.description_content_type or "").partition(";")[0]
    if kind != "text/markdown" or (found.description or "").strip() != readme.strip():
        raise CheckError("the description of the package is not the README")


# -- use -------------------------------------------------------------------------------------------


class Environment(NamedTuple):
    """A virtual environment without the repository."""

    folder: Path

    @property
    def python(self) -> str:
        """The path of its interpreter."""
        return str(self.folder / "bin" / "python")

    @property
    def program(self) -> str:
        """The path of the installed command."""
        return str(self.folder / "bin" / "leadkeep")

    def install(self, *words: str) -> None:
        """Install packages into it."""
        pip(self.python, "install", *words)

    def check(self) -> None:
        """Check that the installed command runs, has what it needs, and serves the demo."""
        pip(self.python, "check")
        said = run(self.program, "--version", folder=self.folder).strip()
        if said != f"leadkeep {__version__}":
            raise CheckError(f"leadkeep --version prints {said!r}")
        with tempfile.TemporaryDirectory() as data, demo_server(self.program, Path(data)) as output:
            get_a_lead(output)


def make_environment(folder: Path) -> Environment:
    """Make an environment with the locked requirements of leadkeep, and nothing else."""
    venv.create(folder, with_pip=True)
    environment = Environment(folder)
    environment.install("--require-hashes", "-r", str(ROOT / "requirements.lock"))
    return environment


@contextmanager
def demo_server(program: str, folder: Path) -> Iterator[str]:
    """Serve the demo in a folder and yield what it prints; then stop it by SIGTERM."""
    words = [program, "serve", "--demo", "--port", "0", "--data", str(folder / "data")]
    log = folder / "log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=clean_variables(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        yield read_welcome(process, log)
        process.send_signal(signal.SIGTERM)
        code = process.wait(SHUTDOWN_LIMIT_SECONDS)
        if code != 0:
            raise CheckError(f"the server ended with {code}:\n{log.read_text(encoding='utf-8')}")
    finally:
        process.kill()
        process.communicate()


def read_welcome(process: subprocess.Popen[str], log: Path) -> str:
    """Return the lines that the demo prints when it starts; end it if it takes too long."""
    lines: list[str] = []
    limit = Timer(START_LIMIT_SECONDS, process.kill)
    limit.start()
    try:
        for line in process.stdout or ():
            lines.append(line)
            if line.startswith(LAST_PRINTED):
                return "".join(lines)
    finally:
        limit.cancel()
    raise CheckError(f"the demo did not start:\n{log.read_text(encoding='utf-8')}")


def get_a_lead(output: str) -> None:
    """Get a token and a lead over HTTP, with the address and the secret that the demo printed."""
    printed = dict(PRINTED.findall(output))
    base_url = printed["base URL"]
    credentials = {"client_id": printed["client id"], "client_secret": printed["client secret"]}
    query = urlencode({"grant_type": "client_credentials"} | credentials)
    token = get_json(f"{base_url}/identity/oauth/token?{query}")["access_token"]
    query = urlencode({"filterType": "email", "filterValues": "ada.lovelace@example.com"})
    reply = get_json(f"{base_url}/rest/v1/leads.json?{query}", token)
    names = [each["lastName"] for each in reply.get("result", ())]
    if names != ["Lovelace"]:
        raise CheckError(f"the demo has no Ada Lovelace: {reply}")


def get_json(url: str, token: str = "") -> dict[str, Any]:
    """Get a JSON document by HTTP."""
    request = Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310 -- of the demo
    with urlopen(request, timeout=REPLY_LIMIT_SECONDS) as reply:  # noqa: S310 -- as above
        document: dict[str, Any] = json.load(reply)
    return document


# -- programs --------------------------------------------------------------------------------------


def clean_variables() -> dict[str, str]:
    """Return the environment variables without those that change what Python or leadkeep finds."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "LEADKEEP_", "VIRTUAL_ENV"))
    }


def run(*words: str, folder: Path) -> str:
    """Run a program in a folder and return what it prints."""
    done = subprocess.run(
        words,
        cwd=folder,
        env=clean_variables(),
        capture_output=True,
        text=True,
        check=False,
        timeout=COMMAND_LIMIT_SECONDS,
    )
    if done.returncode != 0:
        raise CheckError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def pip(python: str, *words: str) -> None:
    """Run pip outside the repository."""
    quiet = ("--disable-pip-version-check", "--no-input", "--quiet")
    run(python, "-m", "pip", *quiet, *words, folder=Path(tempfile.gettempdir()))


def check_release() -> None:
    """Build and check the release; raise if anything is not as it must be."""
    sdist, wheel = build()
    tracked = repository_files()
    in_sdist, in_wheel = sdist_contents(sdist), wheel_contents(wheel)
    check_sdist_files(in_sdist, tracked)
    check_wheel_files(in_wheel, tracked)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for text in (in_sdist["PKG-INFO"], in_wheel[f"leadkeep-{__version__}.dist-info/METADATA"]):
        check_metadata(text, readme)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        check_same_wheel(in_wheel, wheel_contents(build_from_sdist(sdist, folder / "wheel")))
        environment = make_environment(folder / "environment")
        environment.install("--no-deps", str(wheel))
        environment.check()
        pip(environment.python, "uninstall", "--yes", "leadkeep")
        environment.install("--require-hashes", "-r", str(ROOT / "requirements-build.lock"))
        environment.install("--no-deps", "--no-build-isolation", str(sdist))
        environment.check()
    for path in (sdist, wheel):
        print(f"{path.stat().st_size:>9} bytes  {path.relative_to(ROOT)}")


if __name__ == "__main__":
    try:
        check_release()
    except (CheckError, subprocess.TimeoutExpired) as error:
        sys.exit(f"release-check: {error}")
