"""Sends each thing once: ledger, dispatch and alarm."""
