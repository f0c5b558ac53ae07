"""The deadline page and the year page: what can be chosen, where it leads, and the year as the engine computes it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from checkers.calendar import Calendar
from checkers.model import Pack
from checkers.site_deadline import has_day
from checkers.year import handle_year
from sitegen import deadline_pages, indexes, pages
from sitegen.calendar import calendar_json
from sitegen.load import Site, load
from sitegen.packs import all_deadlines
from tests.sitegen import sample_site
from tests.sitegen.test_packs import DATA

CALENDAR = Calendar.from_json(calendar_json(DATA))


@pytest.fixture(scope="module")
def real() -> Site:
    return load(DATA)


@pytest.fixture(scope="module")
def sample() -> Site:
    return sample_site.site()


def test_exactly_the_deadlines_with_a_day_can_be_chosen(sample):
    [(entry, options)] = deadline_pages.choices(sample)
    assert entry.id == "9.1"
    keys = [key for key, _ in options]
    assert "9.1/reply" in keys
    assert "9.1/monthly" in keys
    assert "9.1/silent" not in keys
    assert dict(options)["9.1/reply"].startswith("窗口受理申请后 20 个工作日内：")


def test_every_row_with_a_day_offers_to_compute_it_and_no_other(sample):
    table = pages.deadlines(sample, None, "../")
    offered = re.findall(r'data-pick="(\S+?)"', table)
    assert offered == [key for _, options in deadline_pages.choices(sample) for key, _ in options]
    assert table.count('class="pick"') == len(offered)
    assert 'id="due-9.1-silent"' in table


def test_the_pages_offer_a_day_for_exactly_the_deadlines_that_the_checkers_compute(real):
    views = {
        (entry.id, view.deadline.id): view for entry in real.entries for view in pages.deadline_views(entry)
    }
    packs = map(Pack.from_json, all_deadlines(real)["entries"])
    computed = {(pack.id, each.id): has_day(each) for pack in packs for each in pack.deadlines}
    assert len(computed) > 100
    assert {key: views[key].has_day for key in computed} == computed


def test_all_deadlines_stand_office_by_office(real):
    table = pages.deadlines(real, None, "../")
    assert len(re.findall(r'<details class="office"', table)) == 5
    counted = sum(int(number) for number in re.findall(r">(\d+) 个时限<", table))
    assert (
        counted
        == sum(len(entry.deadlines) for entry in real.entries)
        == len(re.findall('<tr id="due-', table))
    )


def test_a_guide_leads_to_the_row_of_its_deadline(sample):
    html = pages.guide(sample, sample.entry("9.1"), "../../")
    assert 'href="../../deadlines/#due-9.1-reply"' in html
    assert "#due-9.1-silent" not in html


def test_twelve_deadlines_can_be_asked_for_at_once(real):
    form = deadline_pages.site_due_form(real, "../")
    assert [int(n) for n in re.findall(r'name="items\.(\d+)\.start"', form)] == list(range(12))
    assert "政府信息公开条例" in form  # what pauses and restarts is offered with its article


def test_the_year_on_paper_is_the_year_of_the_engine(real):
    packs = {each["id"]: Pack.from_json(each) for each in all_deadlines(real)["entries"]}
    year = handle_year({"year": CALENDAR.last_year}, packs, CALENDAR)
    table = deadline_pages.year_table(real, "../", CALENDAR)
    assert re.findall(r'<time datetime="(\S+?)">', table) == [item["date"] for item in year["items"]]
    assert year["status"] in table
    for month in {date.fromisoformat(item["date"]).month for item in year["items"]}:
        assert f'id="month-{month}"' in table
    assert "这个月内，没写哪天" in table


def test_every_duty_of_the_year_has_its_row_among_the_rules(real):
    packs = {each["id"]: Pack.from_json(each) for each in all_deadlines(real)["entries"]}
    year = handle_year({"year": CALENDAR.last_year}, packs, CALENDAR)
    rows = set(re.findall(r'id="duty-(\S+?)"', indexes.returning_duties(real, "../")))
    assert {f"{item['id']}-{item['deadline']}" for item in (*year["items"], *year["without_day"])} == rows


def test_the_list_of_all_deadlines_says_what_the_packs_say(real):
    entries = {each["id"]: each for each in all_deadlines(real)["entries"]}
    assert set(entries) == {entry.id for entry in real.entries if entry.deadlines}
    assert (entries["1.46"]["office"], entries["1.46"]["audience"]) == ("综合科", ["staff"])
    assert entries["000"]["office"] is None
    conditional = next(
        deadline for each in entries.values() for deadline in each["deadlines"] if deadline.get("when")
    )
    assert conditional["when_text"].startswith("“")
