"""What a reader does with a form of the site."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class Form:
    """One widget of a page, by its id: ``checker``, ``timeline``, ``due``."""

    def __init__(self, page: Page, widget: str = "checker") -> None:
        self.page = page
        self.node = page.locator(f"#{widget}")

    def field(self, name: str) -> Locator:
        return self.node.locator(f'[name="{name}"]')

    def choose(self, name: str, value: str) -> None:
        self.node.locator(f'[name="{name}"][value="{value}"]').check()

    def answer(self, **answers: bool | int | str) -> None:
        """Answer questions as the checker's examples do: true, false, a number or an option."""
        for question, value in answers.items():
            name = f"answers.{question}"
            if isinstance(value, bool):
                self.choose(name, "yes" if value else "no")
            elif isinstance(value, int):
                self.field(name).fill(str(value))
            else:
                self.choose(name, value)

    def submit(self) -> None:
        self.node.locator("[type=submit]").click()

    def tool(self, what: str) -> Locator:
        return self.node.locator(f'[data-do="{what}"]')

    def view(self, call: str) -> Locator:
        return self.node.locator(f'[data-view="{call}"]')

    @property
    def boot(self) -> Locator:
        return self.node.locator("[data-boot]")

    @property
    def saved(self) -> Locator:
        return self.node.locator("[data-saved]")

    def error(self, name: str) -> Locator:
        return self.node.locator(f'[data-error="{name}"]')

    def expect_verdict(self, verdict: str) -> Locator:
        """Wait for the result to carry this verdict; gives the result."""
        expect(self.view("check").locator(f".verdict--{verdict}").first).to_be_visible()
        return self.view("check")
