"""The dataset about itself: what a release holds, where it can be had, and how it is cited."""
