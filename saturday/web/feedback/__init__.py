"""The feedback room: what people say, who owes an answer, and what they were told."""
