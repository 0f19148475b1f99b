"""Texts on many processes: reading them, trying a watch on them, finding copies of one."""
