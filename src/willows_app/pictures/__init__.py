"""Pictures of exercises, drawn from the poses of a routine: pure, without files, without Flet."""
