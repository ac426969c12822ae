"""leadkeep: a self-hosted lead database server that speaks the Marketo Leads REST API."""

__version__ = "0.1.0"
