"""Publishing: notebooks to a report, editions, a catalogue of messages."""
