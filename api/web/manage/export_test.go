package manage

// ReadHours and WriteHours are for the tests of how opening hours are written.
var (
	ReadHours  = readHours
	WriteHours = writeHours
)
