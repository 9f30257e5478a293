package evidencework

// What the tests look at from outside.
var (
	Recite = recite
	Cited  = cited
	Moves  = moves
)
