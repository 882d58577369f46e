"""How Vietnamese writes dates, numbers and names."""
