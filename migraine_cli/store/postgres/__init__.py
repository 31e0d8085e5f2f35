"""A clinic on a PostgreSQL server: the only SQL. Nothing here is loaded unless the clinic lies on a server."""
