"""One word for one thing: names use the terms of the field (docs/reference/glossary.md).

A name that has to differ stands in ``EXCEPTIONS`` with its reason.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator

from tests.tidy.source import Module, check_baseline, package_modules

FORBIDDEN_WORDS = {
    "lock": ("hold", "holds", "held"),
    "scope": ("reach", "reaches"),
    "memoize, cache": ("made", "remember", "remembered", "known", "learn", "learned"),
    "batch size, limit, page size": ("most", "at_once", "so_many"),
    "release": ("give_back", "gave_back", "let_have"),
    "enrollment": ("passage", "passages", "traveller", "travellers"),
    "step batch": ("stage", "stages"),
    "step context": ("situation", "situations"),
    "step result": ("departure", "departures"),
    "flow runner": ("walk", "walks", "walker"),
    "append, log, report": ("narrate", "tell", "tells", "told"),
    "event, subscriber": (
        *("follow", "follows", "follower", "followers"),
        *("listen", "listens", "listener", "listeners"),
    ),
    "owner": ("whoever",),
    "request, command, delivery": ("call", "calls", "question", "questions"),
    "response": ("answer", "answers"),
    "external": ("outside",),
    "save": ("put", "puts"),
    "assign, store": ("keep", "keeps", "kept"),
    "describe": ("shown",),
    "scan, all": ("whole",),
    "set up, assemble": ("prepare", "let_live"),
}
"""By standard term: the words (or words in a row) that no module, class, function, constant or
member of a class has in its name.

``group`` and ``chain`` are not here: they have other meanings that are standard (a group of lists,
a chain of middleware).
"""

EXCEPTIONS: dict[str, str] = {
    "ActivityType.CALL_WEBHOOK": "the activity type Call Webhook of the product",
    "CALL_IDS": "the ids of api_call",
    "CALL_WEBHOOK": "the flow step Call Webhook of the product",
    "Connection.connection_made": "the method of asyncio that it overrides",
    "Form.known_visitor": "the member knownVisitor of a form in the API",
    "Settings.keep_alive_seconds": "HTTP calls it keep-alive",
    "Workers.keep_subprocess_alive": "the method of uvicorn that it overrides",
    "PREPARE_THRESHOLD": "the option prepare_threshold of psycopg",
    "api_call": "the product limits API calls",
    "call_webhook.py": "the flow step Call Webhook of the product",
    "KnownVisitor": "the member knownVisitor of a form in the API",
    "whole_number": "a number without a fraction is called so in mathematics",
}
"""By name (``Class.method``, ``module.py``): why it has a forbidden word. It may only shrink."""

FORBIDDEN_PARAMETERS = frozenset({"each", "of", "some", "them"})

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")

Counts = dict[str, int]


def words_of(name: str) -> str:
    """Return the words of a name in lower case, with ``_`` before, between and behind them."""
    return f"_{'_'.join(WORD.findall(name)).lower()}_"


def forbidden_words(name: str) -> list[str]:
    """Return the forbidden words in a name, each with the term to use."""
    words = words_of(name)
    return [
        f"{word} (use: {term})"
        for term, others in FORBIDDEN_WORDS.items()
        for word in others
        if f"_{word}_" in words
    ]


def defined_names(node: ast.AST, owner: str = "") -> Iterator[str]:
    """Yield the classes, functions, constants and members below a node, as ``Class.member``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if not child.name.startswith("__"):
                yield owner + child.name
            if isinstance(child, ast.ClassDef):
                yield from defined_names(child, f"{child.name}.")
        elif isinstance(child, ast.Assign | ast.AnnAssign):
            targets = child.targets if isinstance(child, ast.Assign) else [child.target]
            yield from (owner + each.id for each in targets if isinstance(each, ast.Name))
        elif isinstance(child, ast.If | ast.Try):
            yield from defined_names(child, owner)


def parameters(module: Module) -> Iterator[str]:
    """Yield the name of every parameter of every function and lambda."""
    for node in module.nodes:
        if isinstance(node, ast.arguments):
            every = (*node.posonlyargs, *node.args, *node.kwonlyargs, node.vararg, node.kwarg)
            yield from (each.arg for each in every if each)


def names_found() -> Counts:
    """Return how often each name with a forbidden word occurs."""
    found: Counter[str] = Counter()
    for module in package_modules():
        file_name = f"{module.name.rpartition('.')[2]}.py"
        names = [file_name, *defined_names(module.tree)]
        found.update(
            name for name in names if forbidden_words(name.removesuffix(".py").rpartition(".")[2])
        )
    return dict(found)


def test_names_have_standard_words() -> None:
    """Who searches for "lock" must find every lock: two words for one thing hide half of it.

    The code had "hold", "keep" and "lock" for one lock, and "reach" for what every other program
    calls a scope. Readers had to learn a second language before they could read the first line.
    """
    baseline = {name: (1, reason) for name, reason in EXCEPTIONS.items()}
    found = names_found()
    new = {
        f"{name}: {', '.join(forbidden_words(name.removesuffix('.py')))}"
        for name in found.keys() - baseline.keys()
    }
    assert not new, "\n".join(sorted(new))
    check_baseline(found, baseline)


def test_parameters_are_nouns() -> None:
    """``count(of)`` reads well once, where it was written; ``count(program)`` reads well anywhere.

    A pronoun has no meaning without the sentence around it, and a signature in an editor, a
    traceback or a page of documentation has no sentence around it.
    """
    found = {
        f"{module.place}: {name}"
        for module in package_modules()
        for name in parameters(module)
        if name in FORBIDDEN_PARAMETERS
    }
    assert not found, "\n".join(sorted(found))


def test_the_check_sees_words_in_every_style() -> None:
    """Whole words count, in snake_case and in CamelCase, and never a part of a word."""
    assert words_of("HTTPAnswer2") == "_http_answer2_"
    assert forbidden_words("WebhookAnswer") == ["answer (use: response)"]
    assert forbidden_words("jobs_at_once") == ["at_once (use: batch size, limit, page size)"]
    assert not forbidden_words("LeadkeepError")
    assert not forbidden_words("caller_households")
