"""What administrators do, for the command line and for pages alike: places, people, devices, quarantine, checks."""
