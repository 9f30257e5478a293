package pubmedtest

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// nlmReach is the number of records of a PubMed set that can be had.
const nlmReach = 9_999

// fetch answers efetch with rettype=medline and retmode=text.
func (s *Server) fetch(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=UTF-8")
	set, known := s.sets[r.Form.Get("WebEnv")]
	if !known || r.Form.Get("query_key") != "1" {
		fmt.Fprint(w, "<?xml version=\"1.0\" ?>\n<eFetchResult>\n\t<ERROR>Unable to obtain query #1</ERROR>\n</eFetchResult>\n")
		return
	}
	start, most := number(r.Form.Get("retstart"), 0), number(r.Form.Get("retmax"), 20)
	reach := s.Reach
	if reach == 0 {
		reach = nlmReach
	}
	if start >= reach || r.Form.Get("rettype") != "medline" || r.Form.Get("retmode") != "text" {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"error":"Search Backend failed: Exception: Position %d is out of acceptable range [0,%d]"}`, start, reach-1) //nolint:gosec // numbers, as JSON
		return
	}
	end := min(start+most, len(set), reach)
	for i := min(start, end); i < end; i++ {
		WriteMedline(w, set[i])
	}
}

func number(text string, otherwise int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}

// WriteMedline writes a record as PubMed does: a tag of four places, lines of at most 88 characters, further ones six places in.
func WriteMedline(w io.Writer, r Record) {
	fmt.Fprintln(w)
	field := func(tag, value string) {
		if value != "" {
			fmt.Fprintf(w, "%-4s- %s\n", tag, fold(value))
		}
	}
	field("PMID", strconv.Itoa(r.PMID))
	field("STAT", "MEDLINE")
	if r.Year > 0 {
		field("DP", strconv.Itoa(r.Year))
	}
	field("TI", r.Title)
	if r.DOI != "" {
		field("LID", r.DOI+" [doi]")
	}
	field("AB", r.Abstract)
	for _, a := range r.Authors {
		field("AU", a)
	}
	field("LA", "eng")
	for _, t := range r.Types {
		field("PT", t)
	}
	field("TA", r.Journal)
	field("JT", r.Journal)
	for _, m := range r.MeSH {
		field("MH", m)
	}
	if !r.Added.IsZero() {
		field("EDAT", r.Added.Format("2006/01/02 15:04"))
		field("CRDT", r.Added.Format("2006/01/02 15:04"))
	}
	if r.DOI != "" {
		field("AID", r.DOI+" [doi]")
	}
}

const width = 82 // of a value on one line

func fold(text string) string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n      ")
}
