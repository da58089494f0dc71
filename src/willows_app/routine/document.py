"""From the bytes of a YAML file to plain values that remember their lines.

Only plain YAML is read: mappings, lists, text, numbers, true, false and null.
Numbers are decimal (`1:30` and `0x1F` are text), and `yes` and `no` are text, as
an editor that follows YAML 1.2 sees them too. Anchors, aliases and tags are
refused, because a small file could unfold into a huge one with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from willows_app.routine.problems import Problem, RoutineError, Where

LARGEST_FILE = 64 * 1024
"""Bytes; the handout of a clinic is a quarter of it. PyYAML is slow on a phone."""

DEEPEST = 16
"""Levels of nesting; a routine has half as many."""

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}
_PLAIN_YAML = (
    "lines of `key: value`, indented with spaces, never tabs; "
    "text in quotes where it holds a colon and a space, or starts with a sign"
)


@dataclass(frozen=True)
class Document:
    """The plain values of a YAML file."""

    value: Any
    lines: dict[Where, int]
    problems: tuple[Problem, ...]
    """What the file says twice, or with a key that is not text."""

    def line(self, where: Where) -> int | None:
        """The line of a place, or of the nearest place around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where)


def read_document(source: bytes, name: str) -> Document:
    """The document in the bytes of the file `name`; `RoutineError` if they are not plain YAML."""
    text = _text_of(source, name)
    try:
        node = _PlainYaml(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise RoutineError(name, [_syntax_problem(error)]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        wrong = f"holds the unprintable character U+{ord(text[error.position]):04X}"
        raise RoutineError(name, [Problem((), wrong, "text that can be read", line)]) from error
    except (ValueError, OverflowError) as error:
        # PyYAML lets these through for an escape like "\UFFFFFFFF", which is no character.
        wrong = "cannot be read as YAML: an escape (\\) or a version in it is out of bounds"
        raise RoutineError(name, [Problem((), wrong, _PLAIN_YAML)]) from error
    if node is None:
        raise RoutineError(name, [Problem((), "is empty", "a routine")])
    return _Reading().document(node)


def _text_of(source: bytes, name: str) -> str:
    if len(source) > LARGEST_FILE:
        wrong = f"has {len(source)} bytes"
        raise RoutineError(name, [Problem((), wrong, f"{LARGEST_FILE} bytes at most")])
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        problem = Problem((), "is not text in UTF-8", "a file saved as UTF-8", line)
        raise RoutineError(name, [problem]) from error


def _syntax_problem(error: yaml.MarkedYAMLError) -> Problem:
    why = ", ".join(part for part in (error.context, error.problem) if part)
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem((), f"cannot be read as YAML: {why}", _PLAIN_YAML)
    wrong = f"cannot be read as YAML at column {mark.column + 1}: {why}"
    return Problem((), wrong, _PLAIN_YAML, mark.line + 1)


class _PlainYaml(yaml.SafeLoader):
    """The composer of PyYAML without anchors, aliases, tags and bottomless nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise _refusal("anchors (&), aliases (*) and tags (!) are not used in routines", event)
        if self.depth == DEEPEST:
            raise _refusal(f"it is nested deeper than {DEEPEST} levels", event)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _refusal(why: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=why, problem_mark=event.start_mark)  # type: ignore[arg-type]


@dataclass
class _Reading:
    """Gathers the lines and problems while nodes become values."""

    lines: dict[Where, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def document(self, node: yaml.Node) -> Document:
        value = self._value(node, ())
        return Document(value, self.lines, tuple(self.problems))

    def _value(self, node: yaml.Node, where: Where) -> Any:
        self.lines.setdefault(where, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return dict(self._items(node, where))
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*where, i)) for i, item in enumerate(node.value)]
        is_plain = isinstance(node, yaml.ScalarNode) and node.style is None
        return _plain(node.value) if is_plain else _one_line(node.value)

    def _items(self, node: yaml.MappingNode, where: Where) -> Iterator[tuple[str, Any]]:
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                wrong = "has a key that is a list or a mapping"
                self.problems.append(Problem(where, wrong, "text as key", line))
                continue
            inner = (*where, key_node.value)
            if inner in self.lines:
                wrong = f"is given twice, first on line {self.lines[inner]}"
                self.problems.append(Problem(inner, wrong, "every key once", line))
                continue
            self.lines[inner] = line
            yield key_node.value, self._value(value_node, inner)


def _plain(text: str) -> str | float | bool | None:
    if text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()]
    if _NUMBER.fullmatch(text):
        number = float(text)
        return int(number) if number.is_integer() else number
    return _one_line(text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
