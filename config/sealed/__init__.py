"""Django's SQLite backend on SQLCipher: the same SQL, every page of the database and its log sealed."""
