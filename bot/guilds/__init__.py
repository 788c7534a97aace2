"""What one community's organizers chose."""
