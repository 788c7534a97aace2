"""What organizers wrote to be posted: when it is due, what became of it, and what they can do."""
