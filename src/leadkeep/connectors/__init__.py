"""Other systems: one package each behind a protocol of ``domain.outside``, with a Null version."""
