"""Facts of other datasets on our things, pulled in by recipes, through the gate."""
