"""Write the generated files: pages of the docs, and the script as it is sent; or check them.

Usage: ``python tools/generate.py [--check]``.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from rjsmin import jsmin
from typer.core import TyperArgument, TyperGroup, TyperOption

from leadkeep.api.declarations import EVERY_OPERATION, NO_OPERATION
from leadkeep.api.error_help import error_help
from leadkeep.api.errors import IDENTITY_ERRORS, WIRE_ERRORS
from leadkeep.api.operations import (
    SERVED_BY_OVERRIDE,
    Operation,
    declarations,
    operations,
    served_operations,
)
from leadkeep.api.router import Router, clean_path
from leadkeep.cli.program import COMMANDS, load_command
from leadkeep.console.page import in_words
from leadkeep.console.pages import PAGES as CONSOLE_PAGES
from leadkeep.domain.assets.programs import MEMBER_FIELDS, PROGRAM_MEMBER
from leadkeep.domain.automation.campaigns import STEP_KINDS, StepKind
from leadkeep.domain.automation.rules import (
    DEFINITIONS,
    FILTER_KINDS,
    FRAMES,
    OPERATORS,
    standard_happenings,
)
from leadkeep.domain.fields import FIELD_TYPES, Field, fields_of_object, standard_fields
from leadkeep.domain.leads.lookup import ALWAYS_SEARCHABLE, FILTERS_ONLY
from leadkeep.domain.views import VIEWS, view_queries
from leadkeep.errors import Reason
from leadkeep.settings import NAMES, Settings

ROOT = Path(__file__).parents[1]
ROUTER = Router(served_operations())
SCRIPT_SOURCE = ROOT / "src" / "leadkeep" / "web" / "munchkin.js"

BEFORE_COUNTING = frozenset(
    {Reason.ACCESS_TOKEN_EMPTY, Reason.ACCESS_TOKEN_INVALID, Reason.ACCESS_TOKEN_EXPIRED}
)
"""Without a token nobody can be told whose call it was."""

NOTICE = "<!-- Made by tools/generate.py: do not edit. -->"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    names = list(heads)
    lines = [names, ["---"] * len(names), *(list(row) for row in rows)]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def code(text: object) -> str:
    """Return a text as code; nothing for nothing."""
    return f"`{text}`" if text not in {"", None} else ""


def yes(is_so: bool) -> str:  # noqa: FBT001 -- a cell of a table
    """Return a cell for something that is so or not."""
    return "yes" if is_so else ""


def page(title: str, *parts: str) -> str:
    """Return a whole page."""
    return "\n\n".join([f"# {title}", NOTICE, *parts]) + "\n"


# -- coverage --------------------------------------------------------------------------------------


def coverage() -> str:
    """Return the page that lists every operation of the reference."""
    every = list(operations().values())
    by_tag: dict[str, list[Operation]] = {}
    for operation in every:
        by_tag.setdefault(operation.tag.strip("()"), []).append(operation)
    counts = [
        (f"[{tag}](#{_anchor(tag)})", str(len(of_tag))) for tag, of_tag in sorted(by_tag.items())
    ]
    parts = [
        "Every operation of the vendor's Lead Database, bulk and identity reference.",
        f"All {len(every)} are served.",
        table(["Group", "Operations"], counts),
    ]
    heads = ["Operation", "Method and path", "Permission, any one", "Served"]
    for tag, of_tag in sorted(by_tag.items()):
        parts += [f"## {tag}", table(heads, map(_coverage_row, of_tag))]
    return page("Coverage", *parts)


def _anchor(tag: str) -> str:
    return tag.lower().replace(" ", "-")


def _coverage_row(of: Operation) -> list[str]:
    permissions = ", ".join(sorted(of.permissions)) if of.needs_permission else "none"
    told = "yes"
    if of.id in SERVED_BY_OVERRIDE:
        told = "yes, by `_method`"
    return [f"{of.summary}<br>`{of.id}`", f"`{of.method} {of.path}`", permissions, told]


# -- settings --------------------------------------------------------------------------------------


def settings() -> str:
    """Return the page that lists every setting."""
    rows = [
        [code(name), code(f"LEADKEEP_{name.upper()}"), _default(of), of.description or ""]
        for name, of in Settings.model_fields.items()
    ]
    return page(
        "Settings",
        "Every setting of the server and of the commands.",
        "A setting comes from a flag of the command line, else from its environment variable, "
        "else from the settings file, else it has its default.\n"
        "The settings file is the one that `--config` or `LEADKEEP_CONFIG` names, else "
        "`leadkeep.toml` in the working folder.\n"
        "`leadkeep config show` shows each value and where it comes from, secrets masked.",
        "Lists are written as JSON in variables.\n"
        f"For secrets ({', '.join(code(each) for each in NAMES.secrets)}) a variable with `_FILE` "
        "behind its name, such as `LEADKEEP_SECRET_KEY_FILE`, names a file that holds the value.\n"
        "A wrong value, an unknown key and an unknown `LEADKEEP_*` variable stop every command; "
        "`LEADKEEP_TEST_*` is left to leadkeep's own tests.\n"
        "In Kubernetes, a service named `leadkeep` sets such variables: `enableServiceLinks: "
        "false` in the pod's specification turns that off.",
        table(["Name", "Variable", "Default", "What it does"], rows),
    )


def _default(of: FieldInfo) -> str:
    value: Any = of.get_default(call_default_factory=True, validated_data={})
    if value is None or value is PydanticUndefined or isinstance(value, SecretStr):
        return "none"
    if isinstance(value, bool):
        return code(str(value).lower())
    return "none" if value in ([], {}) else code(value)


def console() -> str:
    """Return the page that lists the pages of the console."""
    rows = []
    for each in CONSOLE_PAGES:
        actions = (f"{code(name)}: {in_words(of.needs)}" for name, of in each.actions.items())
        path, needs = code(f"/console{each.path}"), in_words(each.needs, each.also)
        rows.append([each.title, path, needs, "; ".join(actions)])
    return page(
        "Pages of the console",
        "Every page, who may see it, what can be done there, and who may do it.",
        "Administrator: every permission, workspace and partition.",
        table(["Page", "Path", "Needs", "Actions"], rows),
    )


# -- errors ----------------------------------------------------------------------------------------


def errors() -> str:
    """Return the page that lists every code."""
    rows = [
        [code(of.code), code(of.text), _level(reason), _counted(reason)]
        for reason, of in WIRE_ERRORS.items()
    ]
    identity = [
        [str(of.status), code(of.error), code(of.description)] for of in IDENTITY_ERRORS.values()
    ]
    return page(
        "Error codes",
        "Every error code of the API, with its message.",
        "`{}` stands for a value.\n"
        "A response-level error comes with HTTP status 200, `success: false` and one entry in "
        "`errors`; a record-level error stands in the `reasons` of a skipped record, while "
        "`success` is true and the other records proceed.\n"
        "A call that ends in an error which is not counted does not count against rate and quota.",
        table(["Code", "Message", "Level", "Counted"], rows),
        "The [OpenAPI document](wire.md#openapi) names the codes of each operation, as `x-errors`.",
        "## What to do",
        "`leadkeep requests errors` counts the errors of the latest requests, with this advice.",
        table(
            ["Code", "It means that", "What to do"],
            [[code(number), of.meaning, of.action] for number, of in error_help().items()],
        ),
        "## HTTP statuses",
        "A URI longer than 8 KB is answered with HTTP status 414, a body larger than 1 MB (10 MB "
        "of an import) with 413, both without a body.",
        "## The token endpoint",
        "Its errors have no envelope: `error` and `error_description` come with the HTTP status.\n"
        "What is not listed here comes as `invalid_request` with 400, and a failure of the server "
        "as `server_error` with 500.",
        table(["Status", "error", "error_description"], identity),
    )


def _counted(reason: Reason) -> str:
    if "response" not in _level(reason):
        return ""
    return "yes" if WIRE_ERRORS[reason].is_counted and reason not in BEFORE_COUNTING else "no"


def _level(reason: Reason) -> str:
    declared = declarations().values()
    always = EVERY_OPERATION | NO_OPERATION | {Reason.ACCESS_DENIED}
    levels = []
    if reason in always or any(reason in each.refuses for each in declared):
        levels.append("response")
    if any(reason in each.skips for each in declared):
        levels.append("record")
    return ", ".join(levels) or "not answered yet"


# -- fields ----------------------------------------------------------------------------------------


def fields() -> str:
    """Return the page that lists the standard fields and the data types."""
    heads = ["Id", "Name", "Display name", "Type", "Length", "Read-only", "Searchable", "Hidden"]
    types = [
        [
            code(of.name),
            code(of.described_name),
            str(of.default_length or ""),
            yes(of.is_creatable),
            yes(of.is_searchable),
            code(of.example),
        ]
        for of in FIELD_TYPES.values()
    ]
    type_heads = ["Type", "Described as", "Length", "For custom fields", "Searchable", "Example"]
    return page(
        "Fields",
        "The standard fields of a lead, and the data types of all fields.",
        "## Standard fields of a lead",
        "Searchable fields can be a `lookupField` and a `filterType`; `leadPartitionId` a "
        "`filterType` only.\n"
        "Hidden fields can be read, written and searched by, and describe leaves them out.",
        table(heads, map(_field_row, standard_fields())),
        "## Data types",
        "Custom fields of a searchable type can be a `lookupField` and a `filterType`.\n"
        "The example is a value as JSON.",
        table(type_heads, types),
    )


def _field_row(of: Field) -> list[str]:
    is_searchable = of.is_lookup or of.name in ALWAYS_SEARCHABLE | FILTERS_ONLY
    return [
        str(of.id),
        code(of.name),
        of.display_name,
        of.type.described_name,
        str(of.length or ""),
        yes(of.is_read_only),
        yes(is_searchable),
        yes(of.is_hidden),
    ]


FILTER_FORMS = {
    "field": "`{field: country, operator: is, values: [France, Spain]}`",
    "memberOfList": "`{memberOfList: Newsletter, in: false}`",
    "memberOfProgram": "`{memberOfProgram: Spring Webinar, status: [Registered, Attended]}`",
    "memberOfSmartList": "`{memberOfSmartList: Near us}`",
    "customObject": "`{customObject: car_c, where: [{attribute: color, operator: is, "
    "values: [red]}], minTimes: 2}`",
    "segment": "`{segment: Size, operator: is, values: [Large]}`",
    "activity": "`{activity: Visited Web Page, where: [{attribute: Web Page, operator: contains, "
    "values: [price]}], dateOfActivity: {operator: in past, values: [7 days]}, minTimes: 2}`",
}
"""A filter of each kind; one that has none here shows its member only."""

TRIGGER = "{type: Fills Out Form, where: [{attribute: Form Name, values: [Contact]}]}"
SHORT_TRIGGER = "{type: Fills Out Form, formName: Contact}"


def rules() -> str:
    """Return the page of the language of rules."""
    kinds = [[code(kind), FILTER_FORMS.get(kind, "")] for kind in sorted(FILTER_KINDS)]
    operators = [
        [code(each.name), ", ".join(sorted(each.kinds)), each.takes, each.matches_empty]
        for each in OPERATORS.values()
    ]
    happenings = standard_happenings()
    rows = [
        [
            each.trigger,
            each.filter,
            ", ".join(
                sorted({one.name for one in happenings[each.trigger.lower()].constraints.values()})
            ),
        ]
        for each in DEFINITIONS
    ]
    return page(
        "Rules",
        "Which leads campaigns, smart lists and segments mean, as [blueprints]"
        "(../how-to/blueprint.md) spell it.",
        "## Filters",
        "A filter has one of these members.\n"
        "`match` says how filters combine: `all`, `any`, or an expression over their numbers such "
        "as `1 and (2 or 3)`, where `and` binds more closely than `or`.\n"
        "With `not: true` a filter on activities means the leads to which that did not happen.",
        table(["Member", "Such as"], kinds),
        "## Operators",
        "Texts are compared without regard to letter case.\n"
        "Days are those of the setting `time_zone`.\n"
        f"Time frames are {', '.join(map(code, FRAMES))}.",
        table(["Operator", "Of", "Values", "Does an empty value match?"], operators),
        "## Triggers and filters on activities",
        f"A trigger is {code(TRIGGER)}, or in short {code(SHORT_TRIGGER)}.\n"
        "Lead and Person mean the same in all names.\n"
        "Custom activity types bring the names of their own triggers and filters.",
        table(["Trigger", "Filter", "Constraints"], rows),
    )


def sentences(text: str) -> str:
    """Return a text with one sentence on each line."""
    return re.sub(r"(?<=\w[.!?]) (?=[A-Z`])", "\n", " ".join(text.split()))


# -- commands --------------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, by its full name."""
    for name in sorted(COMMANDS):
        yield from _commands_of(f"leadkeep {name}", load_command(name))


def _commands_of(name: str, command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 -- Typer's own
    if isinstance(command, TyperGroup):
        for child, made in sorted(command.commands.items()):
            yield from _commands_of(f"{name} {child}", made)
    else:
        yield name, command


def cli() -> str:
    """Return the page that lists every command."""
    parts = []
    for name, command in commands():
        parts += [f"## `{name}`", sentences(command.help or "")]
        arguments = [each for each in command.params if isinstance(each, TyperArgument)]
        usage = " ".join([name, *((each.metavar or each.name or "").upper() for each in arguments)])
        options = [each for each in command.params if isinstance(each, TyperOption)]
        parts.append(f"```\n{usage}{' [options]' if options else ''}\n```")
        rows = [[code(", ".join(each.opts)), _help_of(each)] for each in options]
        if rows:
            parts.append(table(["Option", "What it does"], rows))
    return page(
        "Commands",
        "Every command of the program `leadkeep`, with its options.",
        "`leadkeep COMMAND --help` shows the same.\n"
        "A command that cannot do its work says why in one line and ends with exit code 1.",
        "`leadkeep --install-completion` lets bash, zsh, fish or PowerShell complete commands, "
        "options and their values; `leadkeep --show-completion` prints what it installs.",
        "JSON and blueprints are UTF-8 on every terminal; in other output a character that the "
        "terminal's encoding lacks is escaped, such as `\\xe9`.",
        *parts,
    )


def _help_of(option: TyperOption) -> str:
    return " ".join((option.help or "").split())


# -- fidelity --------------------------------------------------------------------------------------

RECORDINGS = ROOT / "tests" / "conformance" / "recordings"
DIFFERENCES = ROOT / "docs" / "reference" / "differences.md"
DIFFERING = re.compile(r"(?<=<!-- recordings -->\n).*?(?=<!-- end of recordings -->)", re.DOTALL)
GROUPS = ("Recorded since 2018", "Recorded before or reshaped", "Asserted", "Documented")
"""The kinds of recordings, as heads of the table."""


def fidelity() -> str:
    """Return the page that shows the score of each operation against recordings."""
    differing = {name for group in _differing() for name in group["recordings"]}
    pending = (RECORDINGS / "pending.txt").read_text(encoding="utf-8").split()
    scores: dict[str, dict[str, list[bool]]] = {}
    for name, recording in _recordings().items():
        if name not in pending:
            groups = scores.setdefault(_recorded_operation(recording), {})
            groups.setdefault(_group_of(recording), []).append(name not in differing)
    total: dict[str, list[bool]] = {}
    for groups in scores.values():
        for group, same in groups.items():
            total.setdefault(group, []).extend(same)
    every = [same for of_group in total.values() for same in of_group]
    rows = [["all", *_score_cells(total)]]
    rows += [[code(name), *_score_cells(groups)] for name, groups in sorted(scores.items())]
    return page(
        "Fidelity",
        "How often leadkeep replies as the original did, by operation.",
        "Each recorded request is sent to leadkeep in an equivalent state.\n"
        "Compared are the status, names and types of members, forms of moments, codes and texts;"
        " the order of members and members too many only with recordings from 2018 on.\n"
        "Asserted replies are what tests of other projects expect of the live service, documented"
        " ones are samples of the documentation.",
        f"Same: {sum(every)} of {len(every)}.\n"
        f"Left out are {len(pending)} recordings of jobs that run, a state that passes too quickly."
        "\n"
        "[Differences](differences.md#recordings-that-differ) names those that differ.",
        table(["Operation", *GROUPS], rows),
    )


def _recordings() -> dict[str, dict[str, Any]]:
    found = sorted((RECORDINGS / "replies").glob("*.json"))
    return {each.stem: msgspec.json.decode(each.read_bytes()) for each in found}


def _differing() -> list[dict[str, Any]]:
    text = (RECORDINGS / "differing.yaml").read_text(encoding="utf-8")
    groups: list[dict[str, Any]] = yaml.safe_load(text)
    return groups


def _recorded_operation(recording: dict[str, Any]) -> str:
    found = ROUTER.match(clean_path(recording["path"].encode()))
    if found is None:
        raise ValueError(f"{recording['id']}: no operation is served at {recording['path']}")
    sent = f"{recording['query']} {recording['body']}"
    method = "GET" if "_method=GET" in sent else recording["method"]
    return found.methods[method][0].id


def _group_of(recording: dict[str, Any]) -> str:
    if recording["kind"] in {"asserted", "documented"}:
        return str(recording["kind"]).capitalize()
    return GROUPS[recording["kind"] != "recorded" or recording["date"] < "2018"]


def _score_cells(groups: dict[str, list[bool]]) -> list[str]:
    cells = (groups.get(group, []) for group in GROUPS)
    return [f"{sum(same)} of {len(same)}" if same else "" for same in cells]


def differences() -> str:
    """Return the page of differences, with the recordings that differ."""
    rows = [[", ".join(map(code, group["recordings"])), group["why"]] for group in _differing()]
    block = f"\n{table(['Recording', 'Why'], rows)}\n\n"
    return DIFFERING.sub(lambda _: block, DIFFERENCES.read_text(encoding="utf-8"))


# -- all pages -------------------------------------------------------------------------------------


def script() -> str:
    """Return the tracking script as it is sent: without comments, indents and needless blanks."""
    return f"{jsmin(SCRIPT_SOURCE.read_text(encoding='utf-8'))}\n"


# -- flow steps ------------------------------------------------------------------------------------


def flow_steps() -> str:
    """Return the page of flow steps."""
    rows = [
        [
            code(each.name),
            each.title,
            ", ".join(_member(one) for one in members_of(each)),
            each.description,
        ]
        for each in STEP_KINDS.values()
    ]
    return page(
        "Flow steps",
        "The steps that the flow of a smart campaign may have, as a blueprint writes them.\n"
        "Numbers are the types of the activities that a step leaves; every one bears the campaign's"
        " id.\n"
        "Members in brackets may be left out.",
        table(["step", "in the original", "members", "what it does"], rows),
        "Each step may have `choices`: a list of mappings with a condition under `if`, which is a"
        " filter, and members that stand in place of the step's own, or `nothing: true`.\n"
        "The first choice that a lead meets wins; the step's own members are the default.",
        "Texts hold tokens: `{{lead.X}}` and `{{company.X}}` by REST name or display name,"
        " `{{my.X}}` of the request, the program or a folder above, `{{program.X}}` and"
        " `{{campaign.X}}` with `name`, `id` and `description`, `{{system.datetime}}`,"
        " `{{system.date}}` and `{{system.time}}`, and `{{trigger.X}}` with the attributes of what"
        " let the lead enter, its `name` and its `date`.\n"
        "`{{lead.X:default=friend}}` says what stands there where there is no value.\n"
        "A name that matches nothing is refused; tokens of other kinds stay as written.",
        "Tokens in the values of `{{my.X}}` are replaced first, up to three deep; then a value is"
        " encoded once, for the text that it goes into:",
        table(["text", "a value becomes"], TOKEN_TEXTS),
        "Moments are written as ISO 8601 with the offset of `time_zone`, such as"
        " `2026-01-16T07:30:00+09:00`; a wait and a date field read it.",
    )


TOKEN_TEXTS = [
    ["`url`, `template` of the `format` form", "percent-encoded"],
    [
        "`template` of the `format` json",
        (
            "in a string, its text; elsewhere a JSON value: number, `true`, `false`, string, or"
            " `null` for no value"
        ),
    ],
    ["`template` of the `format` xml", "encoded, in a CDATA section too"],
    [
        "`html` of a mail",
        (
            "encoded, except rich text tokens and fields with `isHtmlEncodingInEmail` false, which"
            " are HTML"
        ),
    ],
    ["`subject`, `headers`", "one line: control characters become blanks"],
    ["other texts", "the text as it is"],
]
"""What the values of tokens become, by text."""


def members_of(kind: StepKind) -> Sequence[Any]:
    """Return the arguments of a step."""
    return msgspec.structs.fields(kind.arguments)


def _member(of: Any) -> str:  # noqa: ANN401 -- msgspec's own
    return code(of.encode_name) if of.required else f"[{code(of.encode_name)}]"


def views() -> str:
    """Return the data dictionary: the views and their columns."""
    members = fields_of_object(PROGRAM_MEMBER, MEMBER_FIELDS)
    parts = []
    for name, (columns, _) in view_queries(standard_fields(), members, {}).items():
        rows = [[code(each.name), each.kind, each.description] for each in columns]
        parts += [f"## {code(name)}", VIEWS[name], table(["Column", "Type", "Holds"], rows)]
    return page(
        "Views",
        "The views for SQL, with all columns of a new instance.",
        "Custom fields add columns at the end of `v_lead` and `v_program_member`, named like the "
        "field in snake case.\n"
        "Hidden fields have no column, and neither have `cookies`.\n"
        "[SQL](../how-to/sql.md) shows how to use them.",
        *parts,
    )


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/cli.md": cli,
    "docs/reference/console.md": console,
    "docs/reference/coverage.md": coverage,
    "docs/reference/differences.md": differences,
    "docs/reference/errors.md": errors,
    "docs/reference/fidelity.md": fidelity,
    "docs/reference/fields.md": fields,
    "docs/reference/flow-steps.md": flow_steps,
    "docs/reference/rules.md": rules,
    "docs/reference/settings.md": settings,
    "docs/reference/views.md": views,
    "src/leadkeep/web/munchkin.min.js": script,
}
"""By place in the repository: what makes the file."""


def stale_pages() -> list[str]:
    """Return the places of the files that would change."""
    return [
        name
        for name, make in PAGES.items()
        if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8") != make()
    ]


def main() -> None:
    """Write the files, or with ``--check`` fail if any is not fresh."""
    stale = stale_pages()
    if "--check" in sys.argv[1:]:
        if stale:
            sys.exit(f"run `make generate`: not fresh are {', '.join(stale)}")
        return
    for name in stale:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"wrote {name}")


if __name__ == "__main__":
    main()
