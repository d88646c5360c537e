"""Traffic theory: what arrivals, handling times and agents lead to, by formula; and how sure a measured mean is."""
