package live

import (
	"context"
	"net/url"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/records"
	"evidencedesk/internal/postgres"
)

// importEvery is how often an open page is told how far an import is. Screen readers read every sentence out.
const importEvery = 3 * time.Second

// importEvents says how far an import is, until it has ended.
func (h *Hub) importEvents(v *page.Visit) error {
	one := newListener(v.Me.Person, 0, func(postgres.Change) bool { return false }) // imports are no steps of the process
	if !h.admit(v, one) {
		return nil
	}
	defer h.leave(one)
	p := &progress{visit: v, path: "/requests/" + url.PathEscape(v.Param("id")) + "/imports/" + url.PathEscape(v.Param("import"))}
	if err := p.read(); err != nil {
		return err
	}
	p.stream = newStream(v)
	if p.begin() == nil {
		h.followImport(v.Request.Context(), p)
	}
	return nil
}

func (h *Hub) followImport(ctx context.Context, p *progress) {
	tick, end := time.NewTicker(importEvery), time.NewTimer(longest)
	defer tick.Stop()
	defer end.Stop()
	for p.report() {
		select {
		case <-ctx.Done():
			return
		case <-h.done:
			return
		case <-end.C:
			return
		case <-tick.C:
			if p.read() != nil {
				return // it may be seen no more, or the browser comes back
			}
		}
	}
}

// progress is what a stream says of one import.
type progress struct {
	*stream

	visit *page.Visit
	path  string
	text  string
	said  string
	ended bool
}

func (p *progress) read() error {
	var i rest.ImportView
	err := p.visit.Read(p.path, &i)
	p.text, p.ended = records.Progress(i.Import)
	return err
}

// report says what is new, and whether there is more to come.
func (p *progress) report() bool {
	if p.ended {
		_ = p.say("ended", p.text) // nothing follows either way
		return false
	}
	if p.text == p.said {
		return p.beat() == nil
	}
	p.said = p.text
	return p.say("said", p.text) == nil
}
