"""Entry into campaigns: triggers and requests, who qualifies, who is a member, trigger chains."""
