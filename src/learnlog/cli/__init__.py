"""The shell: a thin front end for each activity. Only the asked command's own code is imported."""
