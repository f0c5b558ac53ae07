"""A fresh clone works with what the README says, and nothing in it belongs to one machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "registry" + ".npm")
MACHINE_PATH = re.compile(r"(?<![\w.$~}])/(?:root|home|Users|work|opt)/\w")
TEXT = {
    ".py",
    ".md",
    ".txt",
    ".toml",
    ".json",
    ".yml",
    ".js",
    ".css",
    ".html",
    ".jinja",
    ".sh",
    ".csv",
    ".svg",
    "",
}


@pytest.fixture(scope="session")
def repository(root: Path) -> list[Path]:
    """Every file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [root / name for name in listed.stdout.splitlines() if (root / name).is_file()]


def test_no_file_names_a_registry_or_a_path_of_one_machine(repository):
    found = []
    for file in repository:
        if file.suffix not in TEXT:
            continue
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if any(host in line for host in REGISTRIES) or MACHINE_PATH.search(line):
                found.append(f"{file}:{number}: {line[:100]}")
    assert not found, "\n".join(found)


def test_every_python_requirement_is_pinned_with_a_hash(root):
    for file in (root / "requirements").glob("*.txt"):
        lines = file.read_text("utf-8").splitlines()
        names = [line for line in lines if not line.startswith("    --hash=sha256:")]
        assert names, file
        assert all(re.match(r"[a-z0-9][\w.-]*==\S+( ; .+)? \\$", line) for line in names), file
        assert len(lines) > len(names)


def test_every_group_of_dependencies_has_its_pins(root):
    groups = re.search(r"(?ms)^\[dependency-groups\].*?^\[", (root / "pyproject.toml").read_text("utf-8"))
    assert groups
    declared = set(re.findall(r"(?m)^([\w-]+) = \[", groups.group()))
    assert declared == {file.stem for file in (root / "requirements").glob("*.txt")}


def test_the_readme_begins_with_the_two_commands_and_they_exist(root):
    commands = re.findall(r"(?m)^make \w+", (root / "README.md").read_text("utf-8"))
    assert commands[:2] == ["make serve", "make test"]
    for command in set(commands):
        subprocess.run([*command.split(), "--dry-run"], cwd=root, capture_output=True, check=True)


def test_help_lists_every_command(root):
    makefile = (root / "Makefile").read_text("utf-8")
    phony = set(re.findall(r"(?m)^\.PHONY: (.+)$", makefile)[0].split())
    listed = subprocess.run(["make", "help"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"(?m)^ +make ([\w-]+) ", listed)) == phony


def test_a_machine_without_python_is_told_what_to_install_in_both_languages(root, tmp_path):
    (tmp_path / "tools").mkdir()
    shutil.copy(root / "tools" / "setup.sh", tmp_path / "tools")
    done = subprocess.run(
        [shutil.which("sh") or "/bin/sh", "tools/setup.sh", "venv"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "找不到 Python 3.12" in done.stderr
    assert "No Python 3.12 or newer found" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["tools"]
