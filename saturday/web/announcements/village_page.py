"""What does a village read by its own link, and what does it answer?"""
