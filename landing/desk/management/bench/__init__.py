"""Measures the product beside the floor below which it cannot come. Never part of a test: times are noise there."""
