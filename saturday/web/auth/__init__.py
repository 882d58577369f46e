"""The room auth: who comes in, and out again?"""
