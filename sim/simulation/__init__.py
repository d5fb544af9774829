"""This is the simulation: calendar, physics and the SimPy driver."""
