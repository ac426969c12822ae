"""How a server is: health for load balancers and orchestrators, metrics for Prometheus.

Entry point: :class:`Monitor`.
"""

from leadkeep.monitor.monitor import Monitor

__all__ = ["Monitor"]
