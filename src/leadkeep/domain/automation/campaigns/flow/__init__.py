"""The flow: step batches, the flow runner, and deliveries to external services."""
