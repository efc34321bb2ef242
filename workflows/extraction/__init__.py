"""Files that anybody sent, and what they say: read by `__main__` in a process of its own, which `apart` starts.

That process imports this package for every file: what only its caller needs stands elsewhere.
"""
