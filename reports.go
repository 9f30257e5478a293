package main

import (
	"log/slog"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/internal/document"
)

// reportDeps hands the API what rendering reports needs.
func (p *parts) reportDeps() rest.ReportDeps {
	browser := p.config.Chromium
	switch browser {
	case "auto":
		browser = document.FindBrowser()
	case "none":
		browser = ""
	}
	if browser == "" {
		p.log.Info("no browser prints reports: PDF is made without tags")
	}
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		p.log.Warn("the time zone of reports is unknown: days are told in UTC", slog.String("zone", "Europe/London"))
		zone = time.UTC
	}
	return rest.ReportDeps{Printer: document.NewPrinter(browser), BaseURL: strings.TrimSuffix(p.config.PublicURL, "/"), Zone: zone}
}
