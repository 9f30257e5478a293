package main

import (
	"time"

	"evidencedesk/activities"
	"evidencedesk/internal/pubmed"
)

// living makes what runs searches again and looks after answers that are watched. Without an address of PubMed it still asks people
// for fresh exports and looks for retracted papers.
func (p *parts) living() (*activities.Living, error) {
	l := &activities.Living{Store: p.content.Living(), Now: time.Now}
	c := p.config.PubMed
	if !c.On() {
		return l, nil
	}
	asked, err := pubmed.New(pubmed.Options{Base: c.URL, Key: c.Key, Email: c.Email, Rate: c.Rate})
	if err != nil {
		return nil, err
	}
	l.PubMed = asked
	return l, nil
}
