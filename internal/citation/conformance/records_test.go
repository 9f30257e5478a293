package conformance_test

import "evidencedesk/internal/reference"

// records are invented publications of every kind. Names are in the form that needs no guessing.
func records() map[string]reference.Record {
	many := []string{"Alder, Jane B.", "Birch, Karl", "Cedar, M. N.", "Damson, Olga", "Elder, Paul", "Fir, Quentin", "Gorse, Ruth", "Hazel, Sam"}
	return map[string]reference.Record{
		"article": {
			Type: reference.Article, Title: "Bed alarms on hospital wards: a trial", Authors: many[:2], Journal: "Example Journal of Nursing", Year: 2024, Volume: "12",
			Issue: "3", Pages: "145-149", DOI: "10.5555/12345678",
		},
		"article of many":        {Type: reference.Article, Title: "Many hands", Authors: many, Journal: "Example Journal", Year: 2023, Volume: "7", Pages: "e12", DOI: "10.5555/2"},
		"article of three":       {Type: reference.Article, Title: "Three hands", Authors: many[:3], Journal: "Example Journal", Year: 2023, Volume: "7", Issue: "1", Pages: "9-12"},
		"article of one":         {Type: reference.Article, Title: "Do alarms work?", Authors: many[:1], Journal: "Example Journal", Year: 2019, Volume: "7", Issue: "Suppl 1", Pages: "S9-S12"},
		"article of nobody":      {Type: reference.Article, Title: "Falls in hospital", Journal: "Example Journal", Year: 2020, Volume: "1", Issue: "2", Pages: "1"},
		"article with particles": {Type: reference.Article, Title: "Names", Authors: []string{"van der Berg, Jean-Pierre", "O'Neil, Ann"}, Journal: "Example Journal", Year: 2020, Volume: "1", Pages: "1-2"},
		"article of a group":     {Type: reference.Article, Title: "Groups", Authors: []string{"Falls Working Group"}, Journal: "Example Journal", Year: 2018, Volume: "44", Issue: "10", Pages: "1001-1010"},
		"book":                   {Type: reference.Book, Title: "The handbook of falls", Authors: many[:1], Year: 2021, Edition: "2", Publisher: "Example Press", Place: "London"},
		"book of editors":        {Type: reference.Book, Title: "Collected falls", Authors: many[3:5], Year: 2011, Publisher: "Example Press", Place: "Leeds"},
		"chapter": {
			Type: reference.Chapter, Title: "Alarms", Authors: many[:2], Editors: many[4:6], BookTitle: "The handbook of falls", Year: 2021, Pages: "15-29",
			Publisher: "Example Press", Place: "London",
		},
		"report":           {Type: reference.Report, Title: "Falls in numbers", Authors: []string{"Example Institute"}, Year: 2022, Publisher: "Example Press", URLs: []string{"https://example.org/falls"}},
		"guideline":        {Type: reference.Guideline, Title: "Preventing falls", Authors: []string{"Example Institute"}, Year: 2025, URLs: []string{"https://example.org/guideline"}},
		"web page":         {Type: reference.WebPage, Title: "About falls", Authors: []string{"Example Society"}, Year: 2025, URLs: []string{"https://example.org/about"}},
		"thesis":           {Type: reference.Thesis, Title: "On falling", Authors: many[:1], Year: 2016, Publisher: "University of Example"},
		"conference paper": {Type: reference.ConferencePaper, Title: "Falling again", Authors: many[:2], BookTitle: "Proceedings of the falls meeting", Year: 2017, Pages: "3-4", Publisher: "Example Press", Place: "York"},
		"preprint":         {Type: reference.Preprint, Title: "Early falls", Authors: many[:2], Year: 2026, Publisher: "exampleRxiv", DOI: "10.5555/rxiv.1"},
		"without a year":   {Type: reference.Article, Title: "Undated", Authors: many[:1], Journal: "Example Journal", Volume: "3"},
	}
}
