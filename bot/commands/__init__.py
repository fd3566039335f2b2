"""The verbs of the command line, one file each: `add` describes it, `run` does it and gives the exit code."""
