"""A fictional journal that shows the whole of learnlog alive."""
