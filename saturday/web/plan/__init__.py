"""The room plan: which Saturdays does the year hold?"""
