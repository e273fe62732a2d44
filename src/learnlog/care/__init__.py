"""Looking after it all: backup, export, import and a doctor."""
