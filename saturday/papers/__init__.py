"""What is printed: one frozen dataclass for each Word template, and the tools around them."""
