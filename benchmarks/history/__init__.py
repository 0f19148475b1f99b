"""The parts of benchmarks/histories.py: who, what is drawn, the prose, and the rows of the log."""
