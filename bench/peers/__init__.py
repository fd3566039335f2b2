"""The same report as others would build it, each as its own documentation recommends."""
