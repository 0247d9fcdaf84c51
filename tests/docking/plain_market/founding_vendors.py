"""Found vendors and their products."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from plain_market.agents import Vendor
from plain_market.luck import normal, stream, uniform_at
from plain_market.people import clip
from plain_market.things import Product
from sim.parameters import CATEGORIES
from sim.purposes import CATALOGUE, PRODUCT_CAPABILITY, PRODUCT_TRAITS, VENDOR_TRAITS

if TYPE_CHECKING:
    from plain_market.model import PlainMarket

__all__ = ["found_products", "found_vendors"]

# Which goals a category serves (growth, retention, efficiency, innovation), relative to the goal
# served best, and how far it takes over work that people did; assumed.
CATEGORY_PROFILE = {
    "crm": (0.75, 1.00, 0.35, 0.35),
    "web_store": (1.00, 0.30, 0.25, 0.20),
    "inventory": (0.20, 0.35, 1.00, 0.15),
    "automation": (0.15, 0.10, 1.00, 0.25),
    "help_desk": (0.10, 1.00, 0.45, 0.15),
    "assistant": (0.40, 1.00, 0.80, 0.50),
    "accounting": (0.10, 0.10, 1.00, 0.10),
    "analytics": (1.00, 0.70, 0.70, 1.00),
    "collaboration": (0.25, 0.35, 1.00, 0.90),
    "design": (0.35, 0.20, 0.20, 1.00),
}
CATEGORY_AUTOMATION = {
    "crm": 0.2,
    "web_store": 0.3,
    "inventory": 0.5,
    "automation": 0.9,
    "help_desk": 0.3,
    "assistant": 0.8,
    "accounting": 0.6,
    "analytics": 0.4,
    "collaboration": 0.1,
    "design": 0.2,
}
MEAN_AUTOMATION = 0.43

TYPICAL_FEATURES = 40.0  # only ratios to it matter

STRIDES = (1, 3, 7, 9)  # steps that visit all ten categories


def found_vendors(model: PlainMarket) -> None:
    """Draw reputation, exaggeration and sales strength of each vendor."""
    rules = model.market_scenario.vendors
    key = stream(model.market.seed, VENDOR_TRAITS, 0)
    for row in range(rules.count):
        vendor = Vendor(model, row)
        vendor.reputation = 0.3 + 0.4 * uniform_at(key, row, 0)
        hype = rules.hype + rules.hype_spread * normal(key, row, 1)
        vendor.hype = max(hype, 0.0) if rules.hype > 0.0 else 0.0
        sales = 0.5 * math.exp(rules.sales_spread * normal(key, row, 2))
        vendor.sales_capacity = min(sales, 1.0)
        vendor.price_level = 1.0
        vendor.direction = 1.0 if uniform_at(key, row, 8) < 0.5 else -1.0
        model.vendors.append(vendor)


def found_products(model: PlainMarket) -> None:
    """Found the products of every vendor, each vendor in different categories."""
    low, high = (
        model.market_scenario.vendors.products_low,
        model.market_scenario.vendors.products_high,
    )
    sizes = stream(model.market.seed, CATALOGUE, 0)
    catalogue = stream(model.market.seed, CATALOGUE, 1)
    shift = int(uniform_at(catalogue, 0, 0) * len(CATEGORIES))
    for vendor in model.vendors:
        stride = STRIDES[int(uniform_at(catalogue, 1 + vendor.row, 0) * len(STRIDES))]
        count = low + int(uniform_at(sizes, vendor.row, 0) * (high - low + 1))
        for place in range(count):
            product = Product(len(model.products), vendor)
            product.category = (shift + 3 * vendor.row + stride * place) % len(CATEGORIES)
            product.function = product.category // 2  # two categories serve each function
            _draw_calendar(product, model, catalogue)
            _draw_traits(product, model)
            _draw_capability(product, model)
            model.products.append(product)


def _draw_calendar(product: Product, model: PlainMarket, catalogue: Any) -> None:
    """Draw when a product is launched and whether it is still emerging."""
    rules, run, entity = (
        model.market_scenario.products,
        model.market_scenario.run,
        100 + product.row,
    )
    emerging = uniform_at(catalogue, entity, 1) < rules.emerging_share
    product.emerging = 1 if emerging and rules.heterogeneity > 0.0 else 0
    product.launch = -1
    if uniform_at(catalogue, entity, 2) < rules.late_launch:
        product.launch = int(uniform_at(catalogue, entity, 3) * (run.warmup + run.months))
    product.freshness = 1.0


def _draw_traits(product: Product, model: PlainMarket) -> None:
    """Draw features, complexity, openness, prices, reliability and automation of a product."""
    rules, row = model.market_scenario.products, product.row
    key = stream(model.market.seed, PRODUCT_TRAITS, 0)
    differ = rules.heterogeneity
    spread = rules.trait_spread * differ
    rich = normal(key, row, 0)
    product.features = max(TYPICAL_FEATURES * math.exp(0.5 * differ * rich), 1.0)
    shared = rules.feature_complexity
    luck = shared * rich + math.sqrt(1.0 - shared * shared) * normal(key, row, 1)
    product.complexity = clip(rules.complexity + spread * luck, 0.05, 1.0)
    alone = clip(rules.openness + spread * normal(key, row, 2), 0.0, 1.0)
    product.openness = alone + rules.standard * (1.0 - alone)
    luck = 0.3 * rich + 0.95 * normal(key, row, 3)
    product.price = rules.price * math.exp(rules.price_spread * differ * luck)
    luck = 0.5 * luck + 0.87 * normal(key, row, 4)
    product.setup = rules.setup * math.exp(rules.price_spread * differ * luck)
    fault = (1.0 - rules.reliability) * (1.0 + differ * (2.0 * uniform_at(key, row, 20) - 1.0))
    product.reliability = clip(1.0 - fault, 0.3, 1.0)
    automation = CATEGORY_AUTOMATION[CATEGORIES[product.category]] - MEAN_AUTOMATION
    product.automation = MEAN_AUTOMATION + differ * automation


def _draw_capability(product: Product, model: PlainMarket) -> None:
    """Draw the true capability of a product per goal, around the profile of its category."""
    rules = model.market_scenario.products
    key = stream(model.market.seed, PRODUCT_CAPABILITY, 0)
    differ = rules.heterogeneity
    quality = math.exp(rules.quality_spread * differ * normal(key, product.row, 40))
    gain = rules.emerging_gain if product.emerging == 1 else 1.0
    start = rules.emerging_capability if product.emerging == 1 else 1.0
    for goal, served in enumerate(CATEGORY_PROFILE[CATEGORIES[product.category]]):
        profile = math.pow(served, rules.specialisation * differ)
        luck = 0.25 * rules.specialisation * differ * normal(key, product.row, goal)
        design = rules.capability * quality * gain * profile * math.exp(luck)
        product.design[goal] = clip(design, 0.0, 1.0)
        product.capability[goal] = product.design[goal] * start
