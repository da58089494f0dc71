"""Many exports at once, on a clinic's own computer: figures of all patients, and FHIR in bulk."""
