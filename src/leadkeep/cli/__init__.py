"""The command line: commands over the same verbs as the API, without logic of their own.

Entry point: :data:`leadkeep.cli.program.app`. There is one module for each group of commands.
``program.COMMANDS`` lists them, and loads only the one that runs. Imports that not every command of
a module needs (the blueprint reader, tables, progress bars, the server) are inside that command, so
that the server starts fast.
"""
