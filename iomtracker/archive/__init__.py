"""All data of the office as one ZIP of CSV files and attachments, out and in again (docs/whole-export.md)."""
