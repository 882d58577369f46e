"""What does anyone read of the Saturdays, without signing in?"""
