package work

// ClockTime reads a time of day.
var ClockTime = clockTime //nolint:gochecknoglobals // for tests only
