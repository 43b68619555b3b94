"""Rolling updates: see infra/rolling-update."""
