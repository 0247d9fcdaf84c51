"""What happened in a market, in words and as a table, true to the recorded events."""

from sim.story.table import event_table
from sim.story.telling import story, tell

__all__ = ["event_table", "story", "tell"]
