"""What is prescribed: routines as data, and their loading."""
