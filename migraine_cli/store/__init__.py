"""LOAD: where a clinic's records lie. `tinydb_file/` is the only TinyDB code, `postgres/` the only SQL."""
