"""The journal: the truth of every contact, on local disk, written before control acts (design.md section 3)."""
