"""Signed-off statements, their append-only ledger, rendering and verification."""
