"""Commands over the same verbs as every other door; no logic of their own.

Entry point: :data:`leadkeep.cli.program.app`. One module a group of commands. What only one command
needs (the blueprint reader, tables, progress bars, the server) is imported when that command runs,
so that the server starts fast.
"""
