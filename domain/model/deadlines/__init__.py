"""From one dated event to the last safe day: the rules, the counting, the words."""
