"""Entry into campaigns: triggers, requests, the qualification rule, members, trigger chains."""
