"""Before the desk: who is working, and the PC's enrolment."""
