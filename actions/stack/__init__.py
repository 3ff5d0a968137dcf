"""Setting up, starting and stopping the three processes on one machine. Runs on the standard library alone."""
