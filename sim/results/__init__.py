"""This is the results: what a run's records say, as indicators and tidy tables."""
