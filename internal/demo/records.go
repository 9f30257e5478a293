package demo

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
)

// Record is a publication that searches found. Its title, like those of references, says of itself that it is an example.
type Record struct {
	Kind  string `json:"kind"` // of study: the first word of its title
	Topic string `json:"topic"`
	In    []int  `json:"in"`   // the searches that found it, from 1
	Twin  string `json:"twin"` // its record in a later search may be another publication: "left" for a person to say, or "different"
	Say   string `json:"say"`  // the decision: a verdict, or the reason of an exclusion; empty: none yet
}

func (r Record) title() string { return "Example " + r.Kind + ": " + r.Topic }

// from gives the record as a search returns it. Later searches write it as another database does: names with initials, no DOI,
// short pages and a title in capitals.
func (r Record) from(search, place int, key string) reference.Record {
	const firstYear, years = 2016, 9
	page := 101 + 12*place //nolint:mnd // any pages will do
	one := reference.Record{
		Type: reference.Article, Title: r.title(), Year: firstYear + place%years, Journal: "Journal of Invented Examples", Volume: strconv.Itoa(10 + place%years),
		Issue: "2", Pages: fmt.Sprintf("%d-%d", page, page+8), Authors: []string{"Example, Anna", "Specimen, Bo"}, Language: "English",
		DOI:      fmt.Sprintf("10.5555/evidencedesk.%s.r%d", key, place+1),
		Abstract: "This record was made up for the demonstration. It is about " + r.Topic + ".",
	}
	if search == r.In[0] {
		return one
	}
	one.Title, one.Authors, one.DOI = strings.ToUpper(one.Title), []string{"Example, A.", "Specimen, B."}, ""
	if r.Twin != "" { // nothing says whether it is the same
		one.Volume, one.Issue, one.Pages, one.Journal, one.Abstract = "", "", "", "", ""
	}
	return one
}

// found gives the file of a search, counted from 1.
func (r Request) found(search int) ([]byte, error) {
	var list []reference.Record
	for place, one := range r.Content.Records {
		for _, in := range one.In {
			if in == search {
				list = append(list, one.from(search, place, r.Key))
			}
		}
	}
	var file bytes.Buffer
	err := reference.Write(&file, reference.RIS, list)
	return file.Bytes(), err
}

// upload brings in what the searches found, and waits until it has been read.
func (s *scene) upload(ctx context.Context) error {
	var searches struct {
		Items []struct {
			ID string `json:"id"`
		} `json:"items"`
	}
	owner := s.as(s.owner())
	if _, err := owner.Get(ctx, s.path("searches"), &searches); err != nil {
		return err
	}
	there, err := s.count(ctx, s.owner(), "imports")
	if err != nil {
		return err
	}
	for i := there; i < len(s.request.Content.Searches); i++ {
		file, err := s.request.found(i + 1)
		if err != nil {
			return err
		}
		query := url.Values{"search": {searches.Items[i].ID}, "name": {s.request.Content.Searches[i].Source + ".ris"}}
		if _, err := owner.Upload(ctx, s.path("imports")+"?"+query.Encode(), bytes.NewReader(file), nil, s.key(fmt.Sprintf("-%d", i))); err != nil {
			return err
		}
	}
	return s.awaitImports(ctx)
}

// The reading of a file takes about a second.
const (
	lookAgain = 100 * time.Millisecond
	looks     = 1200
)

func (s *scene) awaitImports(ctx context.Context) error {
	for range looks {
		var list struct {
			Items []postgres.Import `json:"items"`
		}
		if _, err := s.as(s.owner()).Get(ctx, s.path("imports"), &list); err != nil {
			return err
		}
		waiting := false
		for _, i := range list.Items {
			waiting = waiting || !i.Ended()
		}
		if !waiting {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lookAgain):
		}
	}
	return fmt.Errorf("demo: the records of %s are not read", s.request.Key)
}

// know writes down the papers that the searches have to find.
func (s *scene) know(ctx context.Context) error {
	if n, err := s.count(ctx, s.owner(), "test-papers"); err != nil || n > 0 || len(s.request.Content.Known) == 0 {
		return err
	}
	var papers []body
	for _, line := range s.request.Content.Known {
		papers = append(papers, body{"line": line})
	}
	return s.post(ctx, s.owner(), "test-papers", body{"papers": papers})
}

// part keeps the pairs apart of which somebody has said that they are different.
func (s *scene) part(ctx context.Context) error {
	var pairs struct {
		Items []postgres.RecordPair `json:"items"`
	}
	if _, err := s.as(s.owner()).Get(ctx, s.path("record-pairs")+"?state=doubtful&limit=100", &pairs); err != nil {
		return err
	}
	for _, p := range pairs.Items {
		if r, ok := s.recordOf(p.A.Title); ok && r.Twin == "different" {
			at := s.path("record-pairs", p.A.ID+"~"+p.B.ID)
			if _, err := s.as(s.owner()).Do(ctx, http.MethodPut, at, body{"verdict": postgres.VerdictDifferent}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// screen decides on the records of which the story says how.
func (s *scene) screen(ctx context.Context) error {
	if err := s.part(ctx); err != nil {
		return err
	}
	var open struct {
		Items []postgres.Publication `json:"items"`
	}
	if _, err := s.as(s.owner()).Get(ctx, s.path("records")+"?verdict=undecided&limit=100", &open); err != nil {
		return err
	}
	for _, p := range open.Items {
		r, ok := s.recordOf(p.Title)
		if !ok || r.Say == "" {
			continue
		}
		if err := s.decide(ctx, p.ID, r); err != nil {
			return err
		}
	}
	return nil
}

func (s *scene) recordOf(title string) (Record, bool) {
	for _, r := range s.request.Content.Records {
		if strings.EqualFold(r.title(), title) {
			return r, true
		}
	}
	return Record{}, false
}

func (s *scene) decide(ctx context.Context, id string, r Record) error {
	b := body{"records": []string{id}, "verdict": r.Say}
	switch {
	case r.Say == string(postgres.Include):
		b["tier"] = map[string]string{"trial": "trials", "review": "systematic_reviews"}[r.Kind]
		if b["tier"] == "" {
			b["tier"] = "observational"
		}
	case r.Say != string(postgres.Maybe):
		b["verdict"], b["reason"] = postgres.Exclude, r.Say
	}
	_, err := s.as(s.owner()).Do(ctx, http.MethodPost, s.path("record-decisions"), b, nil, apiclient.IdempotencyKey("demo-"+s.request.Key+"-"+id))
	return err
}
