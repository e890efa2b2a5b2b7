"""Articles about reports: how they are recognised, read and described."""
