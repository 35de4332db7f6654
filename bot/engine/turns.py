"""What the engine holds in memory for the turns that are under way: the tracker's key, and whether the turn came to its end."""

#: conversation id -> key that opens its tracker. It comes with each message and is never written anywhere by the engine.
tracker_keys: dict[str, bytes] = {}

#: conversations whose last turn ended without a reply, so that its tracker was not saved.
unfinished: set[str] = set()
