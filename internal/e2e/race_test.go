//go:build race

package e2e_test

// raceEnabled has the binary built with race detection when the tests are.
const raceEnabled = true
