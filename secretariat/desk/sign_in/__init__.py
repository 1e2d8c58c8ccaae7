"""The way in: accounts that only the Secretariat opens, second factors, own sessions, and their log."""
