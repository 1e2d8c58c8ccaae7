"""Coming back: backups of a running store, restoring them, and changing its keys."""
