"""Found firms: size, abilities, strategy, ties to each other, and who follows which policy."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np

from plain_market.agents import Firm
from plain_market.founding_market import draw_weights
from plain_market.luck import normal, stream, uniform, uniform_at
from plain_market.market import set_rewards
from plain_market.people import clip
from plain_market.policies import draw_lots, policy_names
from plain_market.sums import shares
from sim.purposes import FIRM_TIES, FIRM_TRAITS, GROUP, HEADCOUNT, NICHE, REVENUE, STRATEGY

if TYPE_CHECKING:
    from plain_market.model import PlainMarket

__all__ = ["found_firms"]


def found_firms(model: PlainMarket) -> None:
    """Found all firms of a market, without their departments."""
    for row in range(model.market_scenario.firms.count):
        firm = Firm(model, row)
        model.firms.append(firm)
        _draw_headcount(firm, model)
        _draw_revenue(firm, model)
        _draw_abilities(firm, model)
        _draw_strategy(firm, model)
        firm.satisfaction = 1.0
        firm.changed = 1
    _assign_groups(model)
    for firm in model.firms:
        _find_peers(firm, model)
        _find_partners(firm, model)


def _draw_headcount(firm: Firm, model: PlainMarket) -> None:
    """Draw a head-count from a Pareto distribution cut at both ends; a case names it."""
    case, rules = model.market_scenario.case, model.market_scenario.firms
    if case is not None and firm.row == 0:
        firm.headcount = case.headcount
        return
    low, high, shape = rules.headcount_low, rules.headcount_high, rules.headcount_shape
    luck = uniform(stream(model.market.seed, HEADCOUNT, 0), firm.row)
    cut = 1.0 - math.pow(low / high, shape)
    size = low * math.pow(1.0 - luck * cut, -1.0 / shape)
    firm.headcount = min(max(math.floor(size + 0.5), low), high)


def _draw_revenue(firm: Firm, model: PlainMarket) -> None:
    """Draw the revenue at the start."""
    rules = model.market_scenario.firms
    key, spread = stream(model.market.seed, REVENUE, 0), rules.revenue_spread
    size = math.exp(spread * normal(key, firm.identity, 0) - 0.5 * spread * spread)
    firm.base_revenue = firm.headcount * rules.revenue_per_employee * size
    firm.revenue = firm.base_revenue


def _draw_abilities(firm: Firm, model: PlainMarket) -> None:
    """Draw leadership and the three dynamic capabilities."""
    rules, who = model.market_scenario.firms, firm.identity
    key, spread = (
        stream(model.market.seed, FIRM_TRAITS, 0),
        model.market_scenario.firms.trait_spread,
    )
    firm.leadership = clip(rules.leadership + spread * normal(key, who, 0), 0.0, 1.0)
    firm.sensing = clip(rules.sensing + spread * normal(key, who, 1), 0.0, 1.0)
    firm.seizing = clip(rules.seizing + spread * normal(key, who, 2), 0.0, 1.0)
    firm.reconfiguring = clip(rules.reconfiguring + spread * normal(key, who, 3), 0.0, 1.0)


def _draw_strategy(firm: Firm, model: PlainMarket) -> None:
    """Draw the firm's niche and the strategy it declares, part of which is error."""
    seed, spread = model.market.seed, model.market_scenario.market.reward_concentration
    firm.niche = draw_weights(stream(seed, NICHE, 0), firm.identity, spread)
    set_rewards(firm, model)
    unrelated = draw_weights(stream(seed, STRATEGY, 0), firm.identity, spread)
    error = model.market_scenario.firms.strategy_error
    firm.declared = [
        error * wrong + (1.0 - error) * right
        for wrong, right in zip(unrelated, firm.reward, strict=True)
    ]
    firm.reward_estimate = list(firm.declared)


def _assign_groups(model: PlainMarket) -> None:
    """Give each firm a policy of the mix, in exact shares, to whom by luck."""
    count, reached, upper = len(model.firms), 0.0, []
    mix = [model.market_scenario.mix.get(name, 0.0) for name in policy_names(model.market_scenario)]
    # Where a share ends half-way between two firms, the last bit of the total decides; the tables
    # take it from NumPy, which adds in an order of its own.
    total = float(np.sum(mix))
    for share in mix:
        reached += share
        upper.append(math.floor(reached / total * count + 0.5))
    for place, firm in enumerate(draw_lots(model, GROUP)):
        firm.group = bisect_right(upper, place)
        firm.policy = firm.group


def _neighbour(firm: Firm, place: int, count: int) -> int:
    """Return the row of a neighbour on the ring of firms: next, previous, next but one ..."""
    distance = place // 2 + 1
    return (firm.row + (distance if place % 2 == 0 else -distance)) % count


def _other_than(firm: Firm, row: int, model: PlainMarket) -> Firm:
    """Return the firm in a row, or the next one where that is the firm itself."""
    return model.firms[row if row != firm.row else (row + 1) % len(model.firms)]


def _find_peers(firm: Firm, model: PlainMarket) -> None:
    """Tie a firm to peers: neighbours on a ring, some replaced by firms far away."""
    rules, count = model.market_scenario.firms, len(model.firms)
    key = stream(model.market.seed, FIRM_TIES, 0)
    for place in range(rules.peers if count > 1 else 0):
        row = _neighbour(firm, place, count)
        if uniform_at(key, firm.identity, 3 * place) < rules.rewiring:
            row = int(uniform_at(key, firm.identity, 3 * place + 1) * count)
        firm.peers[place] = _other_than(firm, row, model)


def _find_partners(firm: Firm, model: PlainMarket) -> None:
    """Tie a firm to partners anywhere in the market, and draw each one's share of its trade."""
    rules, count = model.market_scenario.firms, len(model.firms)
    key = stream(model.market.seed, FIRM_TIES, 0)
    for place in range(rules.partners if count > 1 else 0):
        row = int(uniform_at(key, firm.identity, 100 + 2 * place) * count)
        firm.partners[place] = _other_than(firm, row, model)
        firm.trade[place] = 0.2 + uniform_at(key, firm.identity, 101 + 2 * place)
    if count > 1 and rules.partners > 0:
        firm.trade = shares(firm.trade)
