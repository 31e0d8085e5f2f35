"""What the practice goes by: the files of data/, its own policy files, and its settings."""
