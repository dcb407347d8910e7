"""The registers: OPD, telemedicine, medicines given, follow-ups due."""
