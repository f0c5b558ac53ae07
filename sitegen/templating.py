"""Renders the templates of sitegen/templates with the filters and words that all of them share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sitegen import words

TEMPLATES = Path(__file__).parent / "templates"

_SECONDS_PER_QUESTION = 12


def render(template: str, **context: object) -> str:
    """The HTML of a template; a name that ``context`` lacks is an error."""
    return _environment().get_template(template).render(**context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "kept": words.number_kept,
        "day": words.day,
        "month": words.month,
        "telephone": words.telephone,
    }
    environment.globals |= {
        "words": words,
        "minutes": lambda count: max(1, round(count * _SECONDS_PER_QUESTION / 60)),
    }
    return environment
