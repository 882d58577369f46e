"""The room home: what must this person do, and by when?"""
