"""What an admin sees: people, certificates, roles and the audit log of their organization."""
