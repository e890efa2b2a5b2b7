"""Report texts become an evidence-backed, validated and released graph."""
