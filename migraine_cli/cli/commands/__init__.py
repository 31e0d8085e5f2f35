"""One file per command, under its name; imported when it is called."""
