"""Tenants, the people in them, and what their roles allow."""
