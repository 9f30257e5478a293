package evidence

// ImportID names one import of records into a request: a file that was uploaded, or what was fetched from a database.
type ImportID string
