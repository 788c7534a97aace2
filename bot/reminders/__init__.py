"""Which reminders a guild's choices call for: a pure plan and its service."""
