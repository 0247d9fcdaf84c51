"""How a world begins: each module founds one kind of entity."""
