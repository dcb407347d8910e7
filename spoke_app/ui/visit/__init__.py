"""The visit: one page from complaint to referral, one module per part."""
