"""What a schedule needs around it: when to run, a Prefect server of our own, what was missed."""
