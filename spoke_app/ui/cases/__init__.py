"""Everything that was sent to a doctor: the list with its receipts, and one case with the answer to print."""
