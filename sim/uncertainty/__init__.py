"""This is uncertainty: named random streams that turn a supply network into draws of itself."""
