"""The room settings: who may come in, and how is the app set up?"""
