"""What happened in a market, in words and as a table, true to the recorded events.

The words of each language stand in one module, ``english`` and ``german``, with the functions of
``language.Language``; which are there says ``LANGUAGES``.
"""

from sim.story.table import event_table
from sim.story.telling import LANGUAGES, statements, story, tell

__all__ = ["LANGUAGES", "event_table", "statements", "story", "tell"]
