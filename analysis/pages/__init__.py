"""A report as content, apart from its layout: sections made of text, figures and tables.

A kind of report is a function that returns a `Page`; `as_html`, `as_markdown` and `as_latex` write
any page. To add a kind of report, build its page from these parts; no template needs to change.
"""

from analysis.pages.as_html import as_html
from analysis.pages.as_latex import as_latex
from analysis.pages.as_markdown import as_markdown
from analysis.pages.parts import (
    Fact,
    Figure,
    Listing,
    Page,
    Part,
    Row,
    RowGroup,
    Section,
    Source,
    Table,
    Text,
)

__all__ = [
    "Fact",
    "Figure",
    "Listing",
    "Page",
    "Part",
    "Row",
    "RowGroup",
    "Section",
    "Source",
    "Table",
    "Text",
    "as_html",
    "as_latex",
    "as_markdown",
]
