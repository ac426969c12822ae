"""The command line: commands over the same verbs as the API, without logic of their own.

Entry point: :data:`leadkeep.cli.program.app`. There is one module for each group of commands.
Imports that only one command needs (the blueprint reader, tables, progress bars, the server) are
inside that command, so that the server starts fast.
"""
