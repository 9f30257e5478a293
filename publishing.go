package main

import (
	"time"

	"evidencedesk/internal/postgres"
	"evidencedesk/internal/postgres/figures"
	"evidencedesk/internal/publishing"
	"evidencedesk/internal/worth"
)

// publisher makes the reports that libraries plan.
func (p *parts) publisher() *publishing.Publisher {
	return &publishing.Publisher{
		Store: postgres.NewPublishedReports(p.pool, nil), Libraries: p.libraries, Calendars: p.calendars, Figures: figures.New(p.pool), Metrics: p.metrics,
		Worth: worth.Worth{Store: postgres.NewStaffing(p.pool, p.vocabulary, nil), Words: p.vocabulary}, Words: p.vocabulary, Now: time.Now,
	}
}
