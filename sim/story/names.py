"""Names for what the model numbers: vendors, products, departments, firms.

Names are invented and stand for a row: the same row has the same name in every market, so that two
arms of a comparison speak of the same vendors.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.parameters import FUNCTIONS, Scenario
from sim.tables import World

__all__ = [
    "CATEGORY_NAMES",
    "VENDOR_NAMES",
    "category_name",
    "category_phrase",
    "department_name",
    "firm_name",
    "in_words",
    "listed",
    "product_name",
    "vendor_name",
]

VENDOR_NAMES = (
    "Abrindo",
    "Balvera",
    "Cendrio",
    "Dorvane",
    "Eskamar",
    "Fenlowe",
    "Gorvia",
    "Hestrel",
    "Ilvento",
    "Jandora",
    "Kelvaro",
    "Lumbrik",
    "Mavoren",
    "Norvick",
    "Ostrella",
    "Pelmora",
    "Quenlis",
    "Rostavel",
    "Sorbeck",
    "Tavrino",
    "Ulmerick",
    "Vandrell",
    "Wosterin",
    "Xandoro",
    "Yelvane",
    "Zorbrin",
    "Arquell",
    "Brelona",
    "Calvidor",
    "Dramoor",
    "Estovan",
    "Ferlune",
)

CATEGORY_NAMES = {
    "crm": "CRM",
    "web_store": "Web Store",
    "inventory": "Inventory",
    "automation": "Automation",
    "help_desk": "Help Desk",
    "assistant": "Assistant",
    "accounting": "Accounting",
    "analytics": "Analytics",
    "collaboration": "Collaboration",
    "design": "Design",
}

_CATEGORY_PHRASES = {
    "crm": "a CRM",
    "web_store": "a web store",
    "inventory": "an inventory system",
    "automation": "an automation system",
    "help_desk": "a help desk",
    "assistant": "an assistant",
    "accounting": "an accounting system",
    "analytics": "an analytics system",
    "collaboration": "a collaboration system",
    "design": "a design system",
}

_DEPARTMENT_NAMES = {
    "sales": "Sales",
    "operations": "Operations",
    "service": "Service",
    "finance": "Finance",
    "product": "Product Development",
}

_SMALL_NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
)


def in_words(number: int) -> str:
    """Spell a small whole number: 0 is "no", 13 and more are digits."""
    return _SMALL_NUMBERS[number] if 0 <= number < len(_SMALL_NUMBERS) else f"{number:,}"


def listed(names: Sequence[str], last: str) -> str:
    """Join names to a list in a sentence: "Sales, Service or Finance" with "or" before the last."""
    return f" {last} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def vendor_name(vendor: int) -> str:
    """Return the name of the vendor in a row; rows beyond the list get a number."""
    name = VENDOR_NAMES[vendor % len(VENDOR_NAMES)]
    more = vendor // len(VENDOR_NAMES)
    return f"{name} {more + 1}" if more else name


def category_name(world: World, product: int) -> str:
    """Return the category of the product in a row, as part of a name: "Help Desk"."""
    return list(CATEGORY_NAMES.values())[int(world.products.category[product])]


def category_phrase(category: str) -> str:
    """Return a category with its article, as part of a sentence: "a web store"."""
    return _CATEGORY_PHRASES[category]


def product_name(world: World, product: int) -> str:
    """Return the name of the product in a row: "Kelvaro CRM"."""
    return f"{vendor_name(int(world.products.vendor[product]))} {category_name(world, product)}"


def department_name(function: int) -> str:
    """Return the name of a department by its function, an index into ``FUNCTIONS``."""
    return _DEPARTMENT_NAMES[FUNCTIONS[function]]


def firm_name(scenario: Scenario | None, firm: int) -> str:
    """Return the name of a firm: that of the teaching case for its focal firm, else its number."""
    if scenario is not None and scenario.case is not None and firm == 0:
        return scenario.case.firm_name
    return f"firm {firm}"
