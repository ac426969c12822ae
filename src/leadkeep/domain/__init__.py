"""What a lead database is: verbs and rules, with no HTTP and no dialect words."""
