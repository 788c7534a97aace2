"""What organizers are told: what could not be posted, and which program could not be read."""
