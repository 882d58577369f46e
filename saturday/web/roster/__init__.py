"""The room roster: who serves on a Saturday, and who is missing?"""
