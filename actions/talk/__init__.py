"""What a turn knows of its conversation, and what is kept of it between turns."""
