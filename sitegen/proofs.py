"""Keeps proofs, so that a rule is proved again only when it, the engine or the prover has changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from sitegen.model import Entry
from sitegen.prove import Finding, Proof, prove

_CODE = Path(__file__).resolve().parents[1]


class Proofs:
    """Proves the checkers it is asked about. ``done`` holds each proof by the number of its entry.

    ``folder`` keeps proofs between runs, None does not. ``only`` leaves out all entries but these.
    """

    def __init__(self, folder: Path | None = None, only: frozenset[str] = frozenset()) -> None:
        self.done: dict[str, Proof] = {}
        self._folder = folder
        self._only = only

    def findings(self, entry: Entry) -> tuple[Finding, ...]:
        """What is wrong with the rules of an entry that has a checker and whose examples hold."""
        if self._only and entry.id not in self._only:
            return ()
        self.done[entry.id] = proof = self._kept(entry)
        return proof.findings

    def _kept(self, entry: Entry) -> Proof:
        if self._folder is None:
            return prove(entry)
        file = self._folder / f"{entry.id}.json"
        key = hashlib.sha256(f"{_code()}{_rules(entry)}".encode()).hexdigest()
        try:
            kept = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            kept = {}
        if kept.get("of") == key:
            findings = tuple(Finding(tuple(f["loc"]), f["message"], f["offset"]) for f in kept["findings"])
            return Proof(**{**kept["proof"], "findings": findings, "advice": tuple(kept["proof"]["advice"])})
        proof = prove(entry)
        plain = asdict(proof)
        found = {"of": key, "findings": plain.pop("findings"), "proof": plain}
        self._folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
        return proof


def _rules(entry: Entry) -> str:
    """All of the entry that a proof rests on."""
    return entry.model_dump_json(include={"conditions", "materials", "deadlines", "checker"})


@cache
def _code() -> str:
    """The engine and the prover as they are."""
    digest = hashlib.sha256()
    files = [
        *sorted((_CODE / "checkers").glob("*.py")),
        *sorted((_CODE / "sitegen").glob("prove*.py")),
        _CODE / "sitegen" / "mutants.py",
    ]
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
