"""Every write of the territory: organisations, neighbourhoods, the shared vocabulary, branches."""
