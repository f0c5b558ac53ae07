"""A page of every kind the site has."""

PAGES = (
    "",
    "find/",
    "enterprise/",
    "staff/",
    "hall/",
    "deadlines/",
    "browse/",
    "calendar/",
    "topics/",
    "glossary/",
    "laws/",
    "forms/",
    "bodies/",
    "help/",
    "guides/1.41/",
    "guides/1.42/",
    "guides/000/",
    "ledger/1.42/",
)
