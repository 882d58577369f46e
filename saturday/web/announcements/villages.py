"""Which villages have been reached, and who told us?"""
