"""What each command takes and does, a module for each group; `PARTS` maps a command to both."""
