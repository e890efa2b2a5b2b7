"""Which thing of ours a name means: provinces, themes, directions and parks."""
