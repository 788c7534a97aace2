"""What people ask for and press."""
