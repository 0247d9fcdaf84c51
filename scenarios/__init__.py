"""Scenario files that ship with the model (data; read them with ``sim.scenario_files``)."""
