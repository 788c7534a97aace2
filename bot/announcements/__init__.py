"""Which public posts the changes of a program call for: a pure plan and its service."""
