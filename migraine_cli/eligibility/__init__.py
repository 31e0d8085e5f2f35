"""DECIDE: policies, their criteria, and the verdict on one patient."""
