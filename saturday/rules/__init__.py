"""What the commune decides, given only plain values."""
