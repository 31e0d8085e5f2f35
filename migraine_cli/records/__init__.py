"""What is recorded, as frozen values that check themselves.

A record is only ever added. An amendment is a new version under the same `id` that names, in `replaces`, the entry of
the version it takes the place of; a void and an undo name what they take back. Each carries the number of its log
entry, which says when, by whom and with which command it was recorded. None always means "not known".
"""
