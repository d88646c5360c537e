"""Recordings: from the raw tracks in the media server's spool to one sealed, checksummed file behind one port."""
