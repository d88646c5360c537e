"""`rexian user`: the way into an instance whose first administrator is still to be made, or has locked himself out."""
