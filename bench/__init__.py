"""The benchmarks: what Kurze Wege costs, side by side with others, measured by one command."""
