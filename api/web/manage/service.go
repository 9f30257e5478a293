package manage

import (
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// mostNote is how long the note about the opening hours may be, in characters.
const mostNote = 2_000

// servicePage is how the library presents itself and whom it serves.
type servicePage struct {
	Place    place
	Versions *ui.Versions // when somebody else saved first
	Start    ui.Form
	Guard    *ui.GuardNotice
	Contact  []ui.Component
	Access   []ui.Component
	Links    []ui.Component
	Numbers  []ui.Component
}

func (p place) settings(v *page.Visit) (rest.StoredSettings, error) {
	var stored rest.StoredSettings
	return stored, v.Read(p.api("/settings"), &stored)
}

func showService(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	stored, err := p.settings(v)
	if err != nil {
		return err
	}
	if f := v.Form(); !f.Restored {
		fillSettings(f, stored)
	}
	return p.serviceForm(v, nil, v.Show)
}

func fillSettings(f *page.Form, s rest.StoredSettings) {
	for name, value := range map[string]string{
		"name": s.Name, "email": s.Email, "phone": s.Phone, "opening_note": s.OpeningNote, "hub_url": s.HubURL, "openathens_url": s.OpenAthensURL,
		"article_request_url": s.ArticleRequestURL,
		"openathens_template": s.OpenAthensTemplate, "library_hub_template": s.LibraryHubTemplate, "email_domains": strings.Join(s.EmailDomains, "\n"),
		"hospital_number_patterns": strings.Join(s.HospitalNumberPatterns, "\n"), page.VersionField: strconv.Itoa(s.Version),
	} {
		f.Default(name, value)
	}
	if s.AccessOpen {
		f.Default("access_open", "true")
	}
}

func (p place) serviceForm(v *page.Visit, both *ui.Versions, show shower) error {
	f := v.Form()
	m := servicePage{Place: p, Versions: both}
	m.Contact, m.Access = contactFields(f), accessFields(f) // in the order of the page
	m.Links = []ui.Component{
		setting(f, "hub_url", "Where people search by themselves", "url", true, "Such as your page of the Library Hub. It begins with https://"),
		setting(f, "openathens_url", "Where people get an OpenAthens account", "url", true, "It begins with https://"),
		setting(f, "article_request_url", "Where people ask for an article", "url", true, "It begins with https://"),
		setting(f, "openathens_template", "OpenAthens link to full text", "", true,
			"With {url} where the address of the article goes, such as https://go.openathens.net/redirector/example.nhs.uk?url={url}"),
		setting(f, "library_hub_template", "Library Hub link to full text", "", true, "With {doi}, {pmid} or {title} where they go. It begins with https://"),
	}
	m.Numbers = []ui.Component{settingLines(f, "hospital_number_patterns", "Patterns of hospital numbers",
		"One a line, as a regular expression (RE2). The identifier guard looks for them beside NHS numbers, so that nobody sends one by mistake. For example [A-Z][0-9]{6}.")}
	m.Start, m.Guard = f.Start(p.href(serviceAt)), f.Guard()
	return show("service", page.View{Title: "The library", Current: settingsAt, Back: p.href(settingsAt), BackTo: "Settings", Form: f, Data: m})
}

// setting is a line; settingLines is a box with one thing on each line.
func setting(f *page.Form, name, label, kind string, optional bool, hint ...string) ui.Input {
	in := ui.Input{Field: f.Field(name, label, hint...), Type: kind}
	in.Autocomplete, in.Optional = "off", optional
	return in
}

func settingLines(f *page.Form, name, label, hint string) ui.Textarea {
	t := ui.Textarea{Field: f.Field(name, label, hint), Rows: 4} //nolint:mnd // lines
	t.Optional = true
	return t
}

func contactFields(f *page.Form) []ui.Component {
	list := []ui.Component{
		setting(f, "name", "Name", "", false), setting(f, "email", "E-mail address", "email", false), setting(f, "phone", "Phone", "tel", true),
	}
	note := f.Text("opening_note", "About the opening hours", mostNote, "In words, for people. Promised dates are counted by the opening hours that are set on their own page.")
	note.Optional, note.Rows = true, 3
	return append(list, note)
}

func accessFields(f *page.Form) []ui.Component {
	return []ui.Component{
		settingLines(f, "email_domains", "E-mail domains that the library serves",
			"One a line, such as northmoor.nhs.uk. Whoever has such an address can sign in by a link and begin at once."),
		f.Checkboxes("access_open", "Other people", []ui.Item{{Value: "true", Label: "May ask to be let in", Hint: "A manager or an administrator decides each time."}}),
	}
}

func settingsBody(f *page.Form) rest.SettingsBody {
	return rest.SettingsBody{LibrarySettings: rest.LibrarySettings{
		Name: f.Get("name"), Email: f.Get("email"), Phone: f.Get("phone"), OpeningNote: f.Get("opening_note"), HubURL: f.Get("hub_url"),
		OpenAthensURL: f.Get("openathens_url"), ArticleRequestURL: f.Get("article_request_url"),
		OpenAthensTemplate: f.Get("openathens_template"), LibraryHubTemplate: f.Get("library_hub_template"), EmailDomains: linesOf(f.Get("email_domains")),
		HospitalNumberPatterns: linesOf(f.Get("hospital_number_patterns")), AccessOpen: f.Get("access_open") == "true",
	}}
}

// linesOf are the lines that say something.
func linesOf(text string) []string {
	list := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func saveService(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	f := v.Form()
	for _, code := range []string{"required", "too-short", "malformed"} {
		f.Say("name:"+code, "Give the name of the library.")
		f.Say("email:"+code, "Give the e-mail address of the library, such as library@example.nhs.uk.")
	}
	for field, what := range map[string]string{
		"hub_url": "where people search", "openathens_url": "of OpenAthens", "article_request_url": "for articles",
		"openathens_template": "of OpenAthens links", "library_hub_template": "of Library Hub links",
	} {
		f.Say(field+":malformed", "Give the address "+what+" so that it begins with https://.")
	}
	body := settingsBody(f)
	var theirs rest.StoredSettings
	err = v.Put(p.api("/settings"), f.Version(), body, nil)
	switch {
	case err == nil:
		return v.Go(p.href(serviceAt), "The settings are saved.")
	case page.Stale(err, &theirs):
		both := bothSettings(theirs.LibrarySettings, body.LibrarySettings)
		if both == nil { // pressed twice: they are saved
			return v.Go(p.href(serviceAt), "The settings are saved.")
		}
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return p.serviceForm(v, both, v.Conflict)
	case refused(f, err, inLines):
		return p.serviceForm(v, nil, v.Again)
	}
	return err
}

// bothSettings sets what somebody else saved beside what was typed; nil when they say the same.
func bothSettings(theirs, yours rest.LibrarySettings) *ui.Versions {
	both := &ui.Versions{Heading: "Somebody else changed the settings", Theirs: "As they are now", Yours: "Yours, not saved"}
	differ := false
	for _, l := range [][3]string{
		{"Name", theirs.Name, yours.Name},
		{"E-mail address", theirs.Email, yours.Email},
		{"Phone", theirs.Phone, yours.Phone},
		{"About the opening hours", theirs.OpeningNote, yours.OpeningNote},
		{"E-mail domains", strings.Join(theirs.EmailDomains, "\n"), strings.Join(yours.EmailDomains, "\n")},
		{"Other people", openWord(theirs.AccessOpen), openWord(yours.AccessOpen)},
		{"Where people search by themselves", theirs.HubURL, yours.HubURL},
		{"Where people get an OpenAthens account", theirs.OpenAthensURL, yours.OpenAthensURL},
		{"Where people ask for an article", theirs.ArticleRequestURL, yours.ArticleRequestURL},
		{"OpenAthens link to full text", theirs.OpenAthensTemplate, yours.OpenAthensTemplate},
		{"Library Hub link to full text", theirs.LibraryHubTemplate, yours.LibraryHubTemplate},
		{"Patterns of hospital numbers", strings.Join(theirs.HospitalNumberPatterns, "\n"), strings.Join(yours.HospitalNumberPatterns, "\n")},
	} {
		both.Fields = append(both.Fields, ui.VersionedField{Label: l[0], Theirs: l[1], Yours: l[2]})
		differ = differ || l[1] != l[2]
	}
	if !differ {
		return nil
	}
	return both
}

func openWord(open bool) string {
	if open {
		return "May ask to be let in"
	}
	return "May not ask to be let in"
}
