package score

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
)

// styled is text that EndNote may wrap into styles.
type styled struct {
	Text   string   `xml:",chardata"`
	Styles []string `xml:"style"`
}

func (s styled) String() string {
	return strings.TrimSpace(s.Text + strings.Join(s.Styles, ""))
}

// endnote is a record of EndNote's XML with what is compared. The captions are the labels, so the reader of imports, which keeps
// captions as they stand, is not used.
type endnote struct {
	Number   string   `xml:"rec-number"`
	Authors  []styled `xml:"contributors>authors>author"`
	Title    styled   `xml:"titles>title"`
	Journal  styled   `xml:"titles>secondary-title"`
	Full     styled   `xml:"periodical>full-title"`
	Volume   styled   `xml:"volume"`
	Issue    styled   `xml:"number"`
	Pages    styled   `xml:"pages"`
	Year     styled   `xml:"dates>year"`
	ISSN     styled   `xml:"isbn"`
	DOI      styled   `xml:"electronic-resource-num"`
	Abstract styled   `xml:"abstract"`
	Caption  styled   `xml:"caption"`
}

// readCaptions reads EndNote's XML; nil when no record has a caption, because then there are no labels.
func readCaptions(r io.Reader) (*Set, error) {
	var file struct {
		Records []endnote `xml:"records>record"`
	}
	if err := xml.NewDecoder(r).Decode(&file); err != nil {
		return nil, err
	}
	set := &Set{Derived: true, Labelled: map[string]bool{}}
	seen, labels := map[string]bool{}, 0
	for i, e := range file.Records {
		id := e.Number
		if id == "" || seen[id] {
			id = "n" + strconv.Itoa(i+1)
		}
		seen[id] = true
		set.Items = append(set.Items, duplicate.Item{ID: id, Record: e.record()})
		if strings.EqualFold(e.Caption.String(), "duplicate") {
			set.Labelled[id] = true
			labels++
		}
	}
	if labels == 0 {
		return nil, nil
	}
	set.derive()
	return set, nil
}

func (e endnote) record() reference.Record {
	year, _ := strconv.Atoi(e.Year.String())
	r := reference.Record{
		Title: e.Title.String(), Year: year, Journal: e.Journal.String(), Abbreviation: e.Full.String(), Volume: e.Volume.String(),
		Issue: e.Issue.String(), Pages: e.Pages.String(), DOI: e.DOI.String(), ISSN: split(e.ISSN.String()), Abstract: e.Abstract.String(),
	}
	for _, a := range e.Authors {
		if name := a.String(); name != "" {
			r.Authors = append(r.Authors, name)
		}
	}
	return r
}
