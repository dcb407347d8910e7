"""A patient's record: the timeline, an old visit, charts, results, pictures, and two records that are one person."""
