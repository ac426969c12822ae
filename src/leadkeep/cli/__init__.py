"""Commands over the same verbs; no logic of their own."""
