"""What one attendee chose: sessions saved, how to be reminded, and what follows from that."""
