"""From the state of the views to a message that arrived: decided, queued, sent, told of."""
