"""This is the experiments: many runs of one scenario."""
