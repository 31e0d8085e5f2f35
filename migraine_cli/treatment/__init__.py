"""DECIDE: protocol and safety of a session, and the schedule of the next one."""
