"""Programs kept ready to be asked."""
