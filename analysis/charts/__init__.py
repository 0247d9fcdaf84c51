"""Charts: each a function from a tidy table to an Altair chart, without any file access.

Tables come from `analysis.chart_tables`; `save_chart` writes SVG, PNG or PDF without a
browser, and `sign` puts below a chart what made it.
"""

from analysis.charts.beeswarm import beeswarm_chart
from analysis.charts.cell_rows import cell_rows_chart
from analysis.charts.cells import cells_chart
from analysis.charts.channels import channels_chart
from analysis.charts.distribution import distribution_chart
from analysis.charts.drawing import Drawable, FinishedChart, to_svg
from analysis.charts.firm_network import network_chart
from analysis.charts.outcomes import outcomes_chart
from analysis.charts.quantiles import quantiles_chart
from analysis.charts.run import adoption_chart, timeline_chart, vendors_chart
from analysis.charts.save import save_chart
from analysis.charts.shares import shares_chart
from analysis.charts.signature import sign
from analysis.charts.time_course import difference_chart, panels_chart, time_course_chart
from analysis.charts.treatment import treatment_chart

__all__ = [
    "Drawable",
    "FinishedChart",
    "adoption_chart",
    "beeswarm_chart",
    "cell_rows_chart",
    "cells_chart",
    "channels_chart",
    "difference_chart",
    "distribution_chart",
    "network_chart",
    "outcomes_chart",
    "panels_chart",
    "quantiles_chart",
    "save_chart",
    "shares_chart",
    "sign",
    "time_course_chart",
    "timeline_chart",
    "to_svg",
    "treatment_chart",
    "vendors_chart",
]
