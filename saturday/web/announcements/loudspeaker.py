"""What is read on the loudspeaker, and when was it played?"""
