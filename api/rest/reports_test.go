package rest_test

import (
	"archive/zip"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
)

// answered is a request of requester@here with the answer that it was given at once.
func (h *house) answered() evidence.RequestID {
	h.Helper()
	var r struct{ ID evidence.RequestID }
	h.did("librarian@here", "POST", "/requests/live", map[string]any{
		"question": "Does pulmonary rehabilitation help adults with bronchiectasis?", "type": "patient_care", "urgency": "now", "why_urgent": "ward round", "requester": map[string]any{"new": map[string]any{"name": "Requester", "email": "requester@here.nhs.uk", "staff_group": "medical_dental"}},
		"channel": "ward_round", "answer": map[string]any{"text": "It helps [1].", "bottom_line": "It helps."}, "references": []map[string]any{{"type": "article", "title": "=A trial", "authors": []string{"Alder J"}, "year": 2024, "doi": "10.5555/a1", "tier": "trials"}},
	}).into(h.T, &r)
	return r.ID
}

// TestTheDraftOfAnEmptyPage is looked at before anybody has written.
func TestTheDraftOfAnEmptyPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/requests/" + string(h.submitted()) + "/reports/draft."
	for _, format := range []string{"html", "json", "docx", "ris"} {
		if a := h.as("librarian@here", "GET", at+format, nil); a.status != http.StatusOK {
			t.Errorf("%s: %d %.200s", format, a.status, a.body)
		}
	}
}

func TestAReportInEveryFormat(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	api := newChecked(t, h.Handler)
	at := "/api/v1/requests/" + string(h.answered()) + "/reports/"
	get := func(who, file string, header ...string) answer {
		c := call{method: "GET", path: at + file, token: h.tokens[who], header: map[string]string{}}
		if len(header) > 0 {
			c.header["If-None-Match"] = header[0]
		}
		return send(api, c)
	}
	for file, starts := range map[string]string{
		"1.json": "{", "1.html": "<!DOCTYPE html>", "1.docx": "PK", "1.pdf": "%PDF-", "1.ris": "TY  - JOUR", "1.csv": "\uFEFFNumber", "1.xlsx": "PK", "newest.docx": "PK",
	} {
		a := get("requester@here", file)
		if a.status != http.StatusOK || !strings.HasPrefix(a.body, starts) {
			t.Errorf("%s: %d %.40q", file, a.status, a.body)
			continue
		}
		name := "ED-2026-000001-v1" + file[strings.IndexByte(file, '.'):]
		if got := a.header.Get("Content-Disposition"); !strings.HasSuffix(got, `-v1`+name[strings.LastIndexByte(name, '.'):]+`"`) {
			t.Errorf("%s is called %s", file, got)
		}
		if b := get("requester@here", file, a.header.Get("ETag")); b.status != http.StatusNotModified {
			t.Errorf("%s again: %d", file, b.status)
		}
	}
	if engine := get("requester@here", "1.pdf").header.Get("X-Report-Engine"); engine != "plain" {
		t.Errorf("the PDF was made by %q", engine)
	}
	for _, file := range []string{"2.docx", "0.docx", "1.exe", "1", "draft.docx.exe", "01.pdf", "..", "1.docx%00"} {
		if a := get("requester@here", file); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", file, a.status)
		}
	}
	if a := get("requester@here", "draft.html"); a.status != http.StatusForbidden {
		t.Errorf("the draft for the requester: %d", a.status)
	}
	if a := get("librarian@here", "draft.html"); a.status != http.StatusOK || !strings.Contains(a.body, "Draft, not checked") {
		t.Errorf("the draft for the librarian: %d", a.status)
	}
	if a := get("stranger@here", "1.docx"); a.status != http.StatusNotFound {
		t.Errorf("a stranger: %d", a.status)
	}
}

func TestAReportInAStyle(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/requests/" + string(h.answered()) + "/reports/1."
	if a := h.did("requester@here", "GET", at+"html?style=apa", nil); !strings.Contains(a.body, "Alder, J. (2024).") || !strings.Contains(a.body, ">Alder, 2024</a>)") {
		t.Errorf("%s", a.body)
	}
	if a := h.as("requester@here", "GET", at+"html?style=strange", nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a style that nobody knows: %d", a.status)
	}
	var r rest.ReportView
	if err := json.Unmarshal([]byte(h.did("requester@here", "GET", at+"json?sizes=true", nil).body), &r); err != nil {
		t.Fatal(err)
	}
	if r.Newest != 1 || len(r.Sent) != 1 || len(r.Files) != 5 || r.Files[0].Bytes < 1000 || r.Listed != 1 || r.Draft {
		t.Errorf("%+v", r)
	}
	docx := h.did("requester@here", "GET", at+"docx", nil).body
	if _, err := zip.NewReader(strings.NewReader(docx), int64(len(docx))); err != nil {
		t.Error(err)
	}
}
