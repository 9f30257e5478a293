package info

import (
	"time"

	"evidencedesk/api/web/page"
)

// prepared is when the statements were last gone over.
var prepared = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

type statement struct {
	Service  service
	Product  string // the name of the service
	Prepared time.Time
}

func statementOf(v *page.Visit) statement {
	return statement{Service: serviceOf(v), Product: v.Brand.Service, Prepared: prepared}
}

// accessibility says how the service was tested and how to report a barrier.
func accessibility(v *page.Visit) error {
	return v.Show("accessibility", page.View{Title: "Accessibility statement", Data: statementOf(v)})
}
