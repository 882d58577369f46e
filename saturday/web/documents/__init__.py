"""The room documents: which papers are there, and how far is each?"""
