"""What the model asks of every field: as ``data/schema.json`` for editors' tools, and in Chinese words.

``python -m sitegen.schema`` writes the JSON Schema (2020-12) of one entry file. With the first line
``# yaml-language-server: $schema=../../schema.json`` an editor's YAML plugin completes and checks as one types.
"""

from __future__ import annotations

import difflib
import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sitegen.model import Entry
from sitegen.problems import Loc, near, shown, suggest

SCHEMA_FILE = Path(__file__).parents[1] / "data" / "schema.json"
Json = dict[str, Any]


# -- the schema ----------------------------------------------------------------------------------------


_USE = (
    "data/entries 下一个文件的写法。文件第一行写 # yaml-language-server: $schema=../../schema.json，"
    "编辑器的 YAML 插件就会边写边提示、检查。"
)


@functools.cache
def json_schema(model: type[BaseModel]) -> Json:
    """Make the JSON Schema of ``model``: pydantic's, less what would mislead an editor.

    Titles and class docstrings are for programmers; ``null`` is never written in our files (what the source
    does not say is left out).
    """
    schema = _without_null(model.model_json_schema())
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("title", None)
        part.pop("description", None)
        for field in part.get("properties", {}).values():
            field.pop("title", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "description": _USE, **schema}


def _without_null(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_null(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _without_null(value) for key, value in part.items()}
    if "anyOf" in kept:
        options = [option for option in kept.pop("anyOf") if option != {"type": "null"}]
        kept = {**options[0], **kept} if len(options) == 1 else {**kept, "anyOf": options}
    if "default" in kept and _empty(kept["default"]):
        del kept["default"]
    return kept


def _empty(default: object) -> bool:
    if isinstance(default, dict):
        return all(_empty(value) for value in default.values())
    return default is None


def schema_text() -> str:
    """Write ``data/schema.json`` as text: the same for the same model, byte for byte."""
    return json.dumps(json_schema(Entry), ensure_ascii=False, indent=1) + "\n"


# -- one field -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """What the model says of one field.

    ``names`` are those a mapping may hold there; ``required`` means that the field must be written.
    """

    description: str
    names: tuple[str, ...]
    required: bool = False

    @property
    def example(self) -> str:
        """The example the description gives (``例如 …``), or nothing."""
        found = re.search(r"例如 ?([^；]+)", self.description)
        return found[1] if found else ""

    def meaning(self, value: str) -> str:
        """Give a coded value with what it means, as the description has it: ``copy（复印件）``."""
        found = re.search(rf"(?<![\w-]){re.escape(value)} ([^，；]+)", self.description)
        return f"{value}（{found[1]}）" if found else value


def field(model: type[BaseModel], loc: Loc) -> Field:
    """Find the field at ``loc`` of a file of ``model``; empty when the model has nothing there."""
    schema = json_schema(model)
    part: Json = schema
    description, required = "", False
    for step in loc:
        required = any(step in option.get("required", ()) for option in _options(part, schema))
        part = next((found for option in _options(part, schema) if (found := _step(option, step))), {})
        described = part.get("description", "")
        description = described or (description if isinstance(step, int) else "")
    names = tuple(name for option in _options(part, schema) for name in option.get("properties", {}))
    return Field(description, names, required)


def _options(part: Json, schema: Json) -> Iterator[Json]:
    if "$ref" in part:
        yield from _options(schema["$defs"][part["$ref"].rsplit("/", 1)[1]], schema)
    for option in part.get("anyOf", []):
        yield from _options(option, schema)
    yield part


def _step(part: Json, step: str | int) -> Json:
    if isinstance(step, int):
        return dict(part.get("items", {}))
    found = part.get("properties", {}).get(step) or part.get("additionalProperties")
    return found if isinstance(found, dict) else {}


# -- faults in words -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Surprise:
    """A value without quotes that YAML reads as something other than what stands there (``1.40``, ``yes``)."""

    raw: str
    read_as: str

    def __str__(self) -> str:
        return self.raw


@dataclass(frozen=True)
class Fault:
    """One violation of the model. ``on_key``: the name is wrong, not the value."""

    loc: Loc
    message: str
    on_key: bool = False


def empty(about: Field) -> str:
    """Say that a value is not there."""
    example = f"（例如 {about.example}）" if about.example else ""
    return (
        f"这里空着，必须填写{example}"
        if about.required
        else f"这里空着：请填写{example}，没有内容就把这一行删去"
    )


_EXPECTED: Mapping[str, str] = {
    "string_type": "文字",
    "int_type": "整数",
    "bool_type": " true（是）或 false（否）",
    "date_type": "日期",
    "list_type": "列表（每项另起一行，以“- ”开头）",
    "dict_type": "一组“名: 值”",
    "model_type": "一组“名: 值”",
}
_EXAMPLES: Mapping[str, str] = {"int_type": "3", "date_type": "2026-11-21"}
PATTERNS: Mapping[str, str] = {
    r"^[a-z][a-z0-9-]*$": "应为小写英文名：字母开头，只用小写字母、数字和“-”（例如 return-passport）",
    r"^[a-z][a-z0-9_]*$": "应为小写英文名：字母开头，只用小写字母、数字和“_”（例如 shops）",
    r"^\d+(\.\d+){0,2}$": '应为编号：一至三段数字，中间用“.”（例如 "1.41"）',
    r"^\d{4}-\d{2}$": "应为年-月（例如 2020-07）",
}
"""Every pattern of the model in words."""


def faults(model: type[BaseModel], error: ValidationError, data: object) -> list[Fault]:
    """Every violation in Chinese, one per place, in the order of the model."""
    places: dict[tuple[Loc, bool], list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        places.setdefault(_real_loc(detail, data), []).append(detail)
    found = []
    meant: set[Loc] = set()
    around = {loc[:length] for loc, _ in places for length in range(len(loc))}
    for (loc, on_key), details in places.items():
        if details[0]["type"] == "extra_forbidden":
            names = field(model, loc[:-1]).names
            name, message = _unknown_name(str(loc[-1]), details[0]["input"], names)
            meant.add((*loc[:-1], name))
            found.append(Fault(loc, message, on_key))
        elif kept := _of_chosen_branch(details, faults_inside=loc in around):
            found.append(Fault(loc, _words(model, loc, kept), on_key))
    return [fault for fault in found if fault.on_key or fault.loc not in meant]


def _real_loc(detail: ErrorDetails, data: object) -> tuple[Loc, bool]:
    """Find the place of an error in the file (pydantic adds names of union branches), and whether it is a key."""
    steps: list[str | int] = []
    here: Any = data
    last = len(detail["loc"]) - 1
    for position, step in enumerate(detail["loc"]):
        inside = step < len(here) if isinstance(here, list) and isinstance(step, int) else False
        if inside or (isinstance(here, Mapping) and step in here):
            here = here[step]
        elif not (detail["type"] == "missing" and position == last):
            continue
        steps.append(step)
    return tuple(steps), detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)


def _of_chosen_branch(details: list[ErrorDetails], *, faults_inside: bool) -> list[ErrorDetails]:
    """Leave out the complaints of those branches of a union that the editor did not mean."""
    kinds = [detail for detail in details if detail["type"] in _EXPECTED]
    others = [detail for detail in details if detail["type"] not in _EXPECTED]
    return others or ([] if faults_inside else kinds)


def _words(model: type[BaseModel], loc: Loc, details: list[ErrorDetails]) -> str:
    detail, about = details[0], field(model, loc)
    value, context = detail["input"], detail.get("ctx", {})
    described = f"：{about.description}" if about.description else ""
    kind = detail["type"]
    if kind != "missing" and value is None:
        kind = "string_too_short"
    if kind in _EXPECTED:
        return _wrong_type(value, [item["type"] for item in details], about)
    words = {
        "missing": lambda: f"缺少这一项，必须填写{described}",
        "string_too_short": lambda: empty(about),
        "too_short": lambda: f"至少要写 {context['min_length']} 项{described.replace('：', '；', 1)}",
        "literal_error": lambda: _wrong_choice(value, re.findall(r"'([^']+)'", context["expected"]), about),
        "string_pattern_mismatch": lambda: f"{PATTERNS[context['pattern']]}，现为 {shown(value)}",
        "greater_than_equal": lambda: f"不能小于 {context['ge']}，现为 {value}",
        "less_than_equal": lambda: f"不能大于 {context['le']}，现为 {value}",
    }
    return words.get(kind, lambda: f"写法不对{described}，现为 {shown(value)}")()


def _unknown_name(name: str, value: object, names: Sequence[str]) -> tuple[str, str]:
    """Explain a name the model does not have; with the name that was probably meant, which is then not missing."""
    start = re.match(r"([a-z_]*)[:：]", name)
    if value is None and start:
        return start[1], f"“{name}”里的冒号要用英文冒号，后面空一格（例如 name: 户口簿）"
    if value is None and not re.fullmatch(r"\w+", name, re.ASCII):
        return "", f'“{name}”被当成了一个项名：值里有英文逗号时，整个值要加引号（例如 text: "甲, 乙"）'
    if (bare := name.lstrip("-")) in names:
        return bare, f"“-”后面要空一格（例如 - {bare}: …）"
    if (visible := re.sub(r"[^\w-]", "", name, flags=re.ASCII)) in names:
        return visible, f"“{visible}”前后有看不见的字符（多半是全角空格），请删去重打"
    close = difflib.get_close_matches(name, names, n=1)
    return "".join(close), f"没有名为 {name} 的项{suggest(name, names)}"


def _wrong_choice(value: object, allowed: Sequence[str], about: Field) -> str:
    hint = near(value, allowed) if isinstance(value, str) else ""
    choices = [about.meaning(choice) for choice in allowed]
    return f"只能写 {'、'.join(choices[:-1])}或 {choices[-1]}，现为 {shown(value)}{hint}"


def _read_as(value: object) -> str:
    if isinstance(value, Surprise):
        return value.read_as
    return "是或否" if isinstance(value, bool) else "日期" if isinstance(value, date) else "数字"


def _wrong_type(value: object, types: Sequence[str], about: Field) -> str:
    expected = "或".join(dict.fromkeys(_EXPECTED[kind] for kind in types))
    example = about.example if types[0] != "int_type" or about.example.isdigit() else ""
    example = example or _EXAMPLES.get(types[0], "")
    if types[0] in ("bool_type", "dict_type") or (types[0] == "list_type" and not example.startswith("[")):
        example = ""
    example = f"（例如 {example}）" if example else ""
    return f"应为{expected}{example}，现为 {shown(value)}{_advice(value, types, about)}"


def _advice(value: object, types: Sequence[str], about: Field) -> str:
    """Say how to put a value of the wrong type right, where that can be guessed."""
    text = value if isinstance(value, str) else ""
    if re.match(r"[a-z_]+[：:]", text):
        return "；“名: 值”要用英文冒号，后面空一格"
    if len(types) > 1 and about.description:
        return f"（{about.description}）"
    advice = {
        "model_type": f"；里面可以写：{'、'.join(about.names)}",
        "int_type": "；请去掉引号" if re.fullmatch(r"-?\d+", text) else "",
        "date_type": "；没有这一天" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else "",
    }
    if types[0] == "string_type" and not isinstance(value, Mapping | list):
        return f'：不加引号会被读成{_read_as(value)}，请写成 "{shown(value)}"'
    return advice.get(types[0], "")


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), "utf-8")
