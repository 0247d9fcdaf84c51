"""From tables of paired runs to statistics, charts and a report.

The public surface, kept light so that a command line starts fast:

- `RunIdentity`: what was run, and how to repeat it;
- `summarise`: tables in, a `ComparisonSummary` out;
- `answer_sentence`: the summary's answer in one honest sentence.

Charts live in `analysis.charts` and the page in `analysis.report`; they load Altair and are
therefore imported where they are needed.
"""

from analysis.comparison import summarise
from analysis.identity import RunIdentity
from analysis.summary import ComparisonSummary
from analysis.wording import answer_sentence

__all__ = ["ComparisonSummary", "RunIdentity", "answer_sentence", "summarise"]
