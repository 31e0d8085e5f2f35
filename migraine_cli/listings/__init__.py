"""The rows that commands list, words included; nothing here knows a command's or an option's name."""
