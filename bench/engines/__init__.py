"""The engines that are measured and tested beside one another: loaded, started, stopped."""
