"""A coach's side: bundles of many learners, comments on them, and what a cohort has in common."""
