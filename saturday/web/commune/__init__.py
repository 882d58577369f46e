"""The room commune: what does the commune consist of?"""
