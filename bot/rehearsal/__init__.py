"""The bot on an offline stage, for organizers, demos and stories in tests."""
