"""When the centre works: weekly hours, public holidays and 调休 working days, and who keeps to which calendar."""
