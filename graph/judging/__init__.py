"""Judges what a mention is about: cues, features, a learned model, roles, scenarios and parks."""
