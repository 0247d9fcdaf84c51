"""Found vendors and their products."""

from __future__ import annotations

import math

import numpy as np

from sim.compilation import rule
from sim.founding.firms import clip
from sim.luck import normal, stream, uniform_at
from sim.purposes import CATALOGUE, PRODUCT_CAPABILITY, PRODUCT_TRAITS, VENDOR_TRAITS
from sim.tables import CATEGORY_COUNT, GOAL_COUNT, Array, Row, Table

__all__ = ["TYPICAL_FEATURES", "draw_catalogue", "found_products", "found_vendors"]

# Which goals a category serves (rows as in CATEGORIES; growth, retention, efficiency, innovation),
# relative to the goal served best; assumed.
CATEGORY_PROFILE = np.array(
    [
        [0.75, 1.00, 0.35, 0.35],  # crm
        [1.00, 0.30, 0.25, 0.20],  # web_store
        [0.20, 0.35, 1.00, 0.15],  # inventory
        [0.15, 0.10, 1.00, 0.25],  # automation
        [0.10, 1.00, 0.45, 0.15],  # help_desk
        [0.40, 1.00, 0.80, 0.50],  # assistant
        [0.10, 0.10, 1.00, 0.10],  # accounting
        [1.00, 0.70, 0.70, 1.00],  # analytics
        [0.25, 0.35, 1.00, 0.90],  # collaboration
        [0.35, 0.20, 0.20, 1.00],  # design
    ]
)

# How far a category takes over work that people did; assumed.
CATEGORY_AUTOMATION = np.array([0.2, 0.3, 0.5, 0.9, 0.3, 0.8, 0.6, 0.4, 0.1, 0.2])
MEAN_AUTOMATION = 0.43

TYPICAL_FEATURES = 40.0  # only ratios to it matter

STRIDES = np.array([1, 3, 7, 9])  # steps that visit all ten categories


@rule
def draw_catalogue(counts: Array, seed: int, low: float, high: float) -> None:
    """Draw how many products each vendor has."""
    key = stream(seed, CATALOGUE, 0)
    for vendor in range(len(counts)):
        counts[vendor] = int(low) + int(uniform_at(key, vendor, 0) * (high - low + 1))


@rule
def found_vendors(vendors: Table, market: Table, parameters: Table) -> None:
    """Draw reputation, exaggeration and sales strength of each vendor."""
    p = parameters[0]
    key = stream(market.seed[0], VENDOR_TRAITS, 0)
    for vendor in range(len(vendors)):
        vendors.reputation[vendor] = 0.3 + 0.4 * uniform_at(key, vendor, 0)
        hype = p.vendors_hype + p.vendors_hype_spread * normal(key, vendor, 1)
        vendors.hype[vendor] = max(hype, 0.0) if p.vendors_hype > 0.0 else 0.0
        spread = p.vendors_sales_spread
        vendors.sales_capacity[vendor] = min(0.5 * math.exp(spread * normal(key, vendor, 2)), 1.0)
        vendors.price_level[vendor] = 1.0
        vendors.direction[vendor] = 1.0 if uniform_at(key, vendor, 8) < 0.5 else -1.0


@rule
def _draw_traits(products: Table, row: int, p: Row, key: int) -> None:
    """Draw features, complexity, openness, prices and reliability of a product."""
    differ = p.products_heterogeneity
    spread = p.products_trait_spread * differ
    rich = normal(key, row, 0)
    products.features[row] = max(TYPICAL_FEATURES * math.exp(0.5 * differ * rich), 1.0)
    shared = p.products_feature_complexity
    luck = shared * rich + math.sqrt(1.0 - shared * shared) * normal(key, row, 1)
    products.complexity[row] = clip(p.products_complexity + spread * luck, 0.05, 1.0)
    alone = clip(p.products_openness + spread * normal(key, row, 2), 0.0, 1.0)
    # A common standard opens a share of what each vendor keeps closed (Katz & Shapiro 1985).
    products.openness[row] = alone + p.products_standard * (1.0 - alone)
    luck = 0.3 * rich + 0.95 * normal(key, row, 3)
    products.price[row] = p.products_price * math.exp(p.products_price_spread * differ * luck)
    luck = 0.5 * luck + 0.87 * normal(key, row, 4)
    products.setup[row] = p.products_setup * math.exp(p.products_price_spread * differ * luck)
    fault = (1.0 - p.products_reliability) * (1.0 + differ * (2.0 * uniform_at(key, row, 20) - 1.0))
    products.reliability[row] = clip(1.0 - fault, 0.3, 1.0)


@rule
def _draw_capability(products: Table, row: int, p: Row, key: int) -> None:
    """Draw the true capability of a product per goal, around the profile of its category."""
    differ = p.products_heterogeneity
    quality = math.exp(p.products_quality_spread * differ * normal(key, row, 40))
    gain = p.products_emerging_gain if products.emerging[row] == 1 else 1.0
    for goal in range(GOAL_COUNT):
        profile = math.pow(
            CATEGORY_PROFILE[products.category[row], goal], p.products_specialisation * differ
        )
        luck = 0.25 * p.products_specialisation * differ * normal(key, row, goal)
        design = p.products_capability * quality * gain * profile * math.exp(luck)
        products.design[row, goal] = clip(design, 0.0, 1.0)
        start = p.products_emerging_capability if products.emerging[row] == 1 else 1.0
        products.capability[row, goal] = products.design[row, goal] * start


@rule
def found_products(products: Table, counts: Array, market: Table, parameters: Table) -> None:
    """Found the products of every vendor, each vendor in different categories."""
    p = parameters[0]
    seed = market.seed[0]
    catalogue = stream(seed, CATALOGUE, 1)
    traits = stream(seed, PRODUCT_TRAITS, 0)
    capability = stream(seed, PRODUCT_CAPABILITY, 0)
    shift = int(uniform_at(catalogue, 0, 0) * CATEGORY_COUNT)
    horizon = p.run_warmup + p.run_months
    row = 0
    for vendor in range(len(counts)):
        stride = STRIDES[int(uniform_at(catalogue, 1 + vendor, 0) * 4)]
        for place in range(counts[vendor]):
            category = (shift + 3 * vendor + stride * place) % CATEGORY_COUNT
            products.vendor[row] = vendor
            products.category[row] = category
            products.function[row] = category // 2
            emerging = uniform_at(catalogue, 100 + row, 1) < p.products_emerging_share
            products.emerging[row] = 1 if emerging and p.products_heterogeneity > 0.0 else 0
            products.launch[row] = -1
            if uniform_at(catalogue, 100 + row, 2) < p.products_late_launch:
                products.launch[row] = int(uniform_at(catalogue, 100 + row, 3) * horizon)
            products.freshness[row] = 1.0
            automation = CATEGORY_AUTOMATION[category] - MEAN_AUTOMATION
            products.automation[row] = MEAN_AUTOMATION + p.products_heterogeneity * automation
            _draw_traits(products, row, p, traits)
            _draw_capability(products, row, p, capability)
            row += 1
