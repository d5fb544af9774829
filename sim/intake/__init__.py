"""This is other people's files: parts lists and screening lists."""
