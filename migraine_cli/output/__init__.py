"""RENDER: items become a table, JSON or CSV on stdout; all else goes to stderr. Formats know no medicine."""
