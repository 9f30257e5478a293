package e2e_test

import (
	"net/http"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// search is a search as it was run, with words in every field that takes some.
func search() m {
	return m{
		"source": "medline", "platform": "ovid", "kind": "database", "method": words("Browsed."), "coverage": words("1946 to now"),
		"adapted_from": words("An earlier one."), "note": words("Line 2 is broad."), "records_retrieved": 120, "records_exported": 100,
		"lines":   []m{{"n": 1, "text": words("exp Hip/"), "hits": 900, "note": words("Exploded.")}, {"n": 2, "text": words("early adj mobili*"), "hits": 120}},
		"limits":  []m{{"kind": "language", "value": "English", "reason": words("No translators.")}},
		"filters": []m{{"name": words("RCT"), "citation": words("A handbook")}},
		"ai_use":  []m{{"stage": "search", "tool": words("A tool"), "prompt": words("Find synonyms.")}},
	}
}

// references are what the report cites.
func references() m {
	return m{"references": []m{
		{"type": "article", "title": words("A trial of early mobilisation"), "authors": []string{words("Example A")}, "year": 2024, "note": words("Large."), "theme": words("Stay"), "abstract": words("Methods.")},
		{"type": "guideline", "title": words("Hip care"), "url": "https://example.org/guideline", "tier": "guidance"},
	}}
}

// summary is the report.
func summary(bottomLine string) m {
	return m{
		"text": words("Two studies."), "bottom_line": words(bottomLine), "product": "evidence_summary",
		"certainties": []m{{"outcome": words("Length of stay"), "level": "moderate", "rated_by": "librarian", "reason": words("One trial.")}},
		"sections":    []m{{"heading": words("Findings"), "text": words("Stay was a day shorter.")}},
	}
}

// write saves the report over what is there.
func (r *request) write(p *person, bottomLine string) {
	r.Helper()
	answer, err := p.Get(r.Context(), r.path("summary"), nil)
	if err != nil {
		r.Fatal(err)
	}
	if _, err := p.Do(r.Context(), http.MethodPut, r.path("summary"), summary(bottomLine), nil, apiclient.IfMatch(answer.ETag)); err != nil {
		r.Fatalf("summary: %v", err)
	}
}

// review reads what is submitted for check, and gives what approve binds to.
func (r *request) review(p *person) m {
	r.Helper()
	var read struct {
		Version int    `json:"subject_version"`
		Digest  string `json:"subject_digest"`
		Subject string `json:"subject"`
	}
	body := m{"verdict": "accept", "comment": words("Clear.")}
	if r.as(p).Check.Subject == evidence.Strategy {
		var elements []m
		for _, e := range []string{"translation", "operators", "subject_headings", "text_words", "syntax", "limits"} {
			elements = append(elements, m{"element": e, "verdict": "no_revision", "comment": words("Good.")})
		}
		body["elements"] = elements
	}
	r.post(p, "check-reviews", body, &read)
	return m{"version": read.Version, "digest": read.Digest}
}

// soon is a date for what is awaited.
func soon() time.Time { return time.Now().Add(20 * 24 * time.Hour).Truncate(time.Second) }

// bring opens a request and works on it until it is in the stage. From triage on the librarian owns it.
func (l *library) bring(stage evidence.Stage) *request {
	l.Helper()
	r := l.submit()
	if stage == evidence.Submitted {
		return r
	}
	r.give(l.librarian, evidence.Claim, nil)
	switch stage {
	case evidence.Triage:
		return r
	case evidence.Clarifying:
		r.give(l.librarian, evidence.Ask, m{"message": words("Which age group?")})
		return r
	case evidence.OnHold:
		r.give(l.librarian, evidence.Hold, m{"reason": "waiting_for_documents", "review_at": soon()})
		return r
	case evidence.Referred:
		r.give(l.librarian, evidence.Refer, m{"reason": "specialist_subject", "library": l.outside(), "consent": true, "review_at": soon()})
		return r
	case evidence.Merged:
		r.give(l.librarian, evidence.Merge, m{"survivor": l.submit().id})
		return r
	}
	r.give(l.librarian, evidence.Accept, nil)
	if stage == evidence.Searching {
		return r
	}
	r.post(l.librarian, "searches", search(), nil)
	r.give(l.librarian, evidence.CompleteSearch, nil)
	if stage == evidence.Summarising {
		return r
	}
	r.post(l.librarian, "references", references(), nil)
	r.write(l.librarian, "It does.")
	if stage == evidence.Checking {
		r.give(l.librarian, evidence.SubmitForCheck, nil)
		return r
	}
	if stage != evidence.Delivered {
		l.Fatalf("nobody knows how to bring a request to %s", stage)
	}
	r.give(l.librarian, evidence.Deliver, nil)
	return r
}

// outside is a partner of the directory that does not use this system, made through the binary.
func (l *library) outside() evidence.LibraryID {
	l.Helper()
	code := "out-" + random()
	out, err := l.desk.operate("library", "add", "-code", code, "-name", words("Partner"), "-email", code+"@"+canary+".test", "-outside")
	if err != nil {
		l.Fatalf("library add: %v\n%s", err, out)
	}
	return evidence.LibraryID(out[:36])
}
