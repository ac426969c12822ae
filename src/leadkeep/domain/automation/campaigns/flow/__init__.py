"""Run flows: step batches, the flow runner, and deliveries to external services."""
