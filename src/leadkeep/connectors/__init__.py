"""Other systems: a package each, behind protocols of ``automation.services``, and Null versions."""
