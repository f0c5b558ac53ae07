"""The reviewed exceptions of ``data/exceptions.yml``: what the proof of completeness lets pass, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from sitegen.model import Model, Text
from sitegen.problems import Problem
from sitegen.yaml_tree import TreeNode, read_tree

Check = Literal[
    "numbers",
    "titles",
    "contacts",
    "times",
    "deadlines",
    "materials",
    "lists",
    "heading",
    "clause",
    "copy",
    "entry",
    "lint",
]
"""What can be let pass: facts by kind, facts in their own field, and the other checks."""


class Exemption(Model):
    """Findings of one kind in one entry that are right as they are."""

    entry: Text = Field(description='事项编号，例如 "1.41"')
    check: Check = Field(description="哪一项检查，照报错里写的")
    values: list[Text] = Field(min_length=1, description="报错里引号中的内容，逐个列出")
    reason: Text = Field(description="为什么可以不写")


@dataclass
class Exemptions:
    """All exceptions, and which of them were needed."""

    name: str
    items: list[tuple[Exemption, TreeNode]] = field(default_factory=list)
    used: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def read(cls, file: Path, name: str, problems: list[Problem]) -> Exemptions:
        """Read the file; without one there are no exceptions."""
        found = cls(name)
        root = read_tree(file, name, problems) if file.is_file() else None
        for node in root.value if root is not None and isinstance(root.value, list) else []:
            try:
                found.items.append((Exemption.model_validate(node.plain(), strict=True), node))
            except ValidationError as error:
                wrong = "、".join(str(fault["loc"][0]) for fault in error.errors() if fault["loc"])
                message = f"例外写得不对（{wrong}）；每项要有 entry、check、values（列表）和 reason"
                problems.append(Problem(name, node.place.line, node.place.column, node.place.where, message))
        return found

    def covers(self, entry: str, check: str, value: str) -> bool:
        """Whether a finding is let pass; remembers that the exception was needed."""
        for item, _ in self.items:
            if item.entry == entry and item.check == check and value in item.values:
                self.used.add((entry, check, value))
                return True
        return False

    def unused(self) -> list[Problem]:
        """Give every exception that no finding needs any more."""
        return [
            Problem(
                self.name,
                node.place.line,
                node.place.column,
                node.place.where,
                f"事项 {item.entry} 已经不需要这个例外（{item.check}：{value}）；请删去",
            )
            for item, node in self.items
            for value in item.values
            if (item.entry, item.check, value) not in self.used
        ]
