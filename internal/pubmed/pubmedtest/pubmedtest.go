// Package pubmedtest is a server that answers like NCBI's E-utilities for PubMed, over records that a test or a demonstration
// makes up. It is written from the public documentation (NBK25497, NBK25499, the help of PubMed): esearch with the history
// server, efetch of MEDLINE text, the limit of 9,999 records, the allowed rate, and the errors.
//
// It is support for tests: nothing that serves people may stand on it.
package pubmedtest

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Record is an invented record.
type Record struct {
	PMID     int
	Title    string
	Abstract string
	Authors  []string // "Family GN"
	Journal  string
	Year     int
	DOI      string
	MeSH     []string
	Types    []string // publication types
	Added    time.Time
}

// Server answers searches and fetches. The zero value knows no record and allows any rate. Its fields are set before it serves.
type Server struct {
	Records []Record
	// Rate is how many requests a second are answered, as counted by Now; others get 429. 0: any number.
	Rate int
	Now  func() time.Time // time.Now when nil
	// RetryAfter is sent with 429 when it is not empty. NCBI itself sends none.
	RetryAfter string
	// Reach is how many records of a set can be had; 9,999 when 0.
	Reach int
	Key   string // the key that is known; another is refused. Empty: none is looked at

	mu     sync.Mutex
	seen   []time.Time
	sets   map[string][]Record
	faults []Fault
	asked  []Asked
}

// Fault is an answer that the server gives instead of its own, once.
type Fault struct {
	Status int
	Header map[string]string
	Body   string
}

// Asked is a request that came.
type Asked struct {
	Path string
	Form map[string]string
	At   time.Time
}

// Fail makes the next requests fail, each with one of the faults.
func (s *Server) Fail(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, faults...)
}

// Expire forgets every set of the history server, as NCBI does after some hours.
func (s *Server) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sets = nil
}

// Add makes more records known.
func (s *Server) Add(records ...Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Records = append(s.Records, records...)
}

// Asked gives every request that came, in their order.
func (s *Server) Asked() []Asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Asked(nil), s.asked...)
}

// ServeHTTP answers /esearch.fcgi and /efetch.fcgi below any path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := r.ParseForm(); err != nil {
		http.Error(w, "", http.StatusBadRequest)
		return
	}
	now := s.now()
	asked := Asked{Path: r.URL.Path, Form: map[string]string{}, At: now}
	for name := range r.Form {
		asked.Form[name] = r.Form.Get(name)
	}
	s.asked = append(s.asked, asked)
	switch {
	case len(s.faults) > 0:
		s.fault(w)
	case s.tooFast(now):
		s.slow(w)
	case s.Key != "" && r.Form.Get("api_key") != "" && r.Form.Get("api_key") != s.Key:
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":"API key invalid","api-key":"","status":"unknown"}`)
	case r.Form.Get("db") != "pubmed":
		answerError(w, "Database is not supported: ")
	case strings.HasSuffix(r.URL.Path, "/esearch.fcgi"):
		s.search(w, r)
	case strings.HasSuffix(r.URL.Path, "/efetch.fcgi"):
		s.fetch(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (s *Server) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

func (s *Server) fault(w http.ResponseWriter) {
	f := s.faults[0]
	s.faults = s.faults[1:]
	for name, value := range f.Header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(f.Status)
	fmt.Fprint(w, f.Body)
}

// tooFast counts the requests of the last second.
func (s *Server) tooFast(now time.Time) bool {
	if s.Rate == 0 {
		return false
	}
	recent := s.seen[:0]
	for _, at := range s.seen {
		if now.Sub(at) < time.Second {
			recent = append(recent, at)
		}
	}
	s.seen = append(recent, now)
	return len(s.seen) > s.Rate
}

func (s *Server) slow(w http.ResponseWriter) {
	if s.RetryAfter != "" {
		w.Header().Set("Retry-After", s.RetryAfter)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusTooManyRequests)
	fmt.Fprintf(w, `{"error":"API rate limit exceeded","count":"%d","limit":"%d"}`, len(s.seen), s.Rate)
}

const head = `<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">
`

func answerError(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/xml; charset=UTF-8")
	fmt.Fprint(w, head+"<eSearchResult><ERROR>"+escape(text)+"</ERROR></eSearchResult>")
}

// search answers esearch.
func (s *Server) search(w http.ResponseWriter, r *http.Request) {
	term := r.Form.Get("term")
	if strings.TrimSpace(term) == "" {
		answerError(w, "Empty term and query_key - nothing todo")
		return
	}
	match, unknown := parse(term)
	var found []Record
	for i := len(s.Records) - 1; i >= 0; i-- { // the newest first
		if match(s.Records[i]) {
			found = append(found, s.Records[i])
		}
	}
	w.Header().Set("Content-Type", "text/xml; charset=UTF-8")
	fmt.Fprintf(w, head+"<eSearchResult><Count>%d</Count><RetMax>0</RetMax><RetStart>0</RetStart>", len(found))
	if r.Form.Get("usehistory") == "y" {
		fmt.Fprintf(w, "<QueryKey>1</QueryKey><WebEnv>%s</WebEnv>", s.keep(found))
	}
	fmt.Fprintf(w, "<IdList></IdList><TranslationSet/><QueryTranslation>%s</QueryTranslation>", escape(term))
	if len(unknown) > 0 {
		fmt.Fprint(w, "<ErrorList>")
		for _, p := range unknown {
			fmt.Fprint(w, "<PhraseNotFound>"+escape(p)+"</PhraseNotFound>")
		}
		fmt.Fprint(w, "</ErrorList>")
	}
	if len(found) == 0 {
		fmt.Fprint(w, "<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>")
	}
	fmt.Fprint(w, "</eSearchResult>")
}

func (s *Server) keep(found []Record) string {
	if s.sets == nil {
		s.sets = map[string][]Record{}
	}
	name := "MCID_" + strconv.Itoa(len(s.asked))
	s.sets[name] = found
	return name
}

func escape(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return ""
	}
	return b.String()
}
