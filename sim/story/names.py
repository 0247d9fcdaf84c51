"""Names for what the model numbers: vendors, products, departments, firms.

Names are invented and stand for a row: the same row has the same name in every market, so that two
arms of a comparison speak of the same vendors. Vendors and products are called the same in every
language, as brands are.
"""

from __future__ import annotations

from sim.parameters import Scenario
from sim.story import english
from sim.story.language import Language
from sim.tables import World

__all__ = [
    "CATEGORY_NAMES",
    "VENDOR_NAMES",
    "category_name",
    "department_name",
    "firm_name",
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


def vendor_name(vendor: int) -> str:
    """Return the name of the vendor in a row; rows beyond the list get a number."""
    name = VENDOR_NAMES[vendor % len(VENDOR_NAMES)]
    more = vendor // len(VENDOR_NAMES)
    return f"{name} {more + 1}" if more else name


def category_name(world: World, product: int) -> str:
    """Return the category of the product in a row, as part of a name: "Help Desk"."""
    return list(CATEGORY_NAMES.values())[int(world.products.category[product])]


def product_name(world: World, product: int) -> str:
    """Return the name of the product in a row: "Kelvaro CRM"."""
    return f"{vendor_name(int(world.products.vendor[product]))} {category_name(world, product)}"


def department_name(function: int, language: Language = english) -> str:
    """Return the name of a department by its function, an index into ``FUNCTIONS``."""
    return language.department_name(function)


def firm_name(scenario: Scenario | None, firm: int, language: Language = english) -> str:
    """Return the name of a firm: that of the teaching case for its focal firm, else its number."""
    if scenario is not None and scenario.case is not None and firm == 0:
        return scenario.case.firm_name
    return language.firm_name(firm)
