"""The desk on Saturday: what passes over it, and results handed back."""
