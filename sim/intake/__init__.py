"""This is other people's files: parts lists become scenarios, and scenarios become parts lists."""
