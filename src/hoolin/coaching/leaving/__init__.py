"""How people leave coaching, and whose keys are to be destroyed: one way for every room that keeps what is said of people."""
