package demo_test

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"evidencedesk/internal/demo"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/guard"
	"evidencedesk/internal/vocabulary"
)

// all are the forty requests and those of the years before.
func all(t *testing.T) []demo.Request {
	t.Helper()
	past, err := demo.PastRequests()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(load(t).Requests, past)
}

func load(t *testing.T) demo.Data {
	t.Helper()
	data, err := demo.Load()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func codes(t *testing.T) *vocabulary.Catalogue {
	t.Helper()
	c, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPeopleAreSound(t *testing.T) {
	t.Parallel()
	data, c := load(t), codes(t)
	serves, emails := map[string]string{}, map[string]bool{}
	for _, l := range data.Libraries {
		for _, o := range l.Organisations {
			serves[o.Code] = l.Code
		}
		if l.Outside != (len(l.Organisations) == 0) {
			t.Errorf("%s: a library here serves somebody, a partner outside nobody", l.Code)
		}
	}
	for _, p := range data.People {
		if serves[p.Organisation] == "" {
			t.Errorf("%s works for the unknown organisation %q", p.Key, p.Organisation)
		}
		if !c.Has(vocabulary.StaffGroups, p.Group) {
			t.Errorf("%s has the unknown staff group %q", p.Key, p.Group)
		}
		for library, roles := range p.Roles {
			if !slices.Contains([]string{"northmoor", "eastvale"}, library) || len(roles) == 0 {
				t.Errorf("%s has roles %v in %q", p.Key, roles, library)
			}
			for _, r := range roles {
				if !slices.Contains(evidence.Roles(), r) {
					t.Errorf("%s has the unknown role %q", p.Key, r)
				}
			}
		}
		email := p.Email(data.Libraries)
		if emails[email] || !strings.HasSuffix(email, ".example.nhs.uk") {
			t.Errorf("%s has the address %q", p.Key, email)
		}
		emails[email] = true
	}
}

func TestRequestsAreSound(t *testing.T) {
	t.Parallel()
	data, c := load(t), codes(t)
	people, keys := map[string]demo.Person{}, map[string]bool{}
	for _, p := range data.People {
		people[p.Key] = p
	}
	for _, r := range all(t) {
		if keys[r.Key] {
			t.Errorf("%s is there twice", r.Key)
		}
		keys[r.Key] = true
		for list, code := range map[string]string{vocabulary.Urgencies: r.Urgency, vocabulary.SearchTypes: r.Type, vocabulary.Products: r.Product} {
			if !c.Has(list, code) {
				t.Errorf("%s: %q is not in %s", r.Key, code, list)
			}
		}
		if u, _ := c.Urgency(r.Urgency); u.NeedsReason != (r.Why != "") {
			t.Errorf("%s: urgency %s, reason %q", r.Key, r.Urgency, r.Why)
		}
		pico, _ := c.Framework("pico")
		for element := range r.Pico {
			if !pico.Has(element) {
				t.Errorf("%s: PICO has no %q", r.Key, element)
			}
		}
		if n := len([]rune(r.Question)); n < evidence.MinQuestion || n > evidence.MaxQuestion {
			t.Errorf("%s: a question of %d characters", r.Key, n)
		}
		for _, who := range append([]string{r.Requester}, r.Delegates...) {
			if !slices.Contains(people[who].Roles[r.Library], evidence.Requester) {
				t.Errorf("%s: %q does not ask at %s", r.Key, who, r.Library)
			}
		}
		roles := people[r.Owner].Roles[r.Library]
		if r.Owner != "" && !slices.Contains(roles, evidence.Librarian) && !slices.Contains(roles, evidence.Trainee) {
			t.Errorf("%s: %q does not work at %s", r.Key, r.Owner, r.Library)
		}
	}
	for _, r := range data.Requests {
		if r.Survivor != "" && !keys[r.Survivor] {
			t.Errorf("%s is merged into the unknown %q", r.Key, r.Survivor)
		}
	}
}

func TestFortyRequestsSpreadOverTheProcess(t *testing.T) {
	t.Parallel()
	stories, libraries, specialties := map[string]int{}, map[string]int{}, map[string]int{}
	data := load(t)
	for _, r := range data.Requests {
		stories[r.Story]++
		libraries[r.Library]++
		specialties[r.Specialty]++
	}
	if len(data.Requests) != 40 || len(libraries) != 2 || libraries["eastvale"] < 5 || len(specialties) < 15 {
		t.Errorf("%d requests, libraries %v, %d specialties", len(data.Requests), libraries, len(specialties))
	}
	want := []string{
		"submitted", "triage", "released", "clarifying", "lapsed", "searching", "summarising", "checking", "delivered", "delivered_checked",
		"delivered_old", "nothing_found", "live", "reopened", "on_hold", "referred_outside", "referred_here", "merged", "split", "declined",
		"signposted", "withdrawn",
	}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(stories)); !slices.Equal(got, want) {
		t.Errorf("stories %v, want %v", got, want)
	}
}

var (
	cited    = regexp.MustCompile(`\[(\d+)\]`)
	combined = regexp.MustCompile(`(?i)(?:^|[( ])[S#]?(\d{1,2})(?: |\)|$)`)
)

func TestContentIsSound(t *testing.T) {
	t.Parallel()
	c := codes(t)
	for _, r := range all(t) {
		reported := slices.Contains([]string{"summarising", "delivered", "delivered_checked", "delivered_old", "nothing_found", "reopened"}, r.Story)
		searched := reported || slices.Contains([]string{"searching", "checking", "on_hold"}, r.Story)
		if searched != (len(r.Content.Searches) > 0) || reported && (len(r.Content.References) == 0 || r.Content.Summary == "") {
			t.Errorf("%s: %s with %d searches and %d references", r.Key, r.Story, len(r.Content.Searches), len(r.Content.References))
		}
		for _, m := range cited.FindAllStringSubmatch(r.Content.Summary, -1) {
			if n, _ := strconv.Atoi(m[1]); n < 1 || n > len(r.Content.References) {
				t.Errorf("%s cites reference %d of %d", r.Key, n, len(r.Content.References))
			}
		}
		for _, ref := range r.Content.References {
			if !strings.HasPrefix(ref.Title, "Example ") && !strings.HasPrefix(ref.Title, "NICE guidance on ") {
				t.Errorf("%s: %q could be taken for a real publication", r.Key, ref.Title)
			}
		}
		for _, one := range r.Content.Records {
			known := one.Say == "" || one.Say == "include" || one.Say == "maybe" || c.Has(vocabulary.ExclusionReasons, one.Say)
			if !known || len(one.In) == 0 || slices.Max(one.In) > len(r.Content.Searches) {
				t.Errorf("%s: the record %q is found in %v and decided as %q", r.Key, one.Topic, one.In, one.Say)
			}
		}
		for _, s := range r.Content.Searches {
			if !c.Has(vocabulary.Sources, s.Source) {
				t.Errorf("%s: unknown source %q", r.Key, s.Source)
			}
			lines(t, r.Key, s)
		}
	}
}

// lines checks that a line combines only lines before it: PRESS counts a wrong number as an error.
func lines(t *testing.T, key string, s demo.Search) {
	t.Helper()
	boolean := regexp.MustCompile(`(?i)^[-#S0-9()andornt ]+$`)
	for i, l := range s.Lines {
		if l.Text == "" || l.Hits < 0 {
			t.Errorf("%s, %s line %d is empty", key, s.Source, i+1)
		}
		if !boolean.MatchString(l.Text) {
			continue
		}
		for _, m := range combined.FindAllStringSubmatch(l.Text, -1) {
			if n, _ := strconv.Atoi(m[1]); n < 1 || n > i {
				t.Errorf("%s, %s line %d refers to line %d", key, s.Source, i+1, n)
			}
		}
	}
}

func TestNoTextLooksLikeAPatient(t *testing.T) {
	t.Parallel()
	for _, r := range all(t) {
		texts := []guard.Text{
			{Field: "question", Value: r.Question},
			{Field: "background", Value: r.Background},
			{Field: "why", Value: r.Why},
			{Field: "specialty", Value: r.Specialty},
			{Field: "ask", Value: r.Ask},
			{Field: "reply", Value: r.Reply},
			{Field: "answer", Value: r.Answer},
			{Field: "summary", Value: r.Content.Summary},
			{Field: "bottom_line", Value: r.Content.BottomLine},
		}
		for _, text := range slices.Concat(r.Parts, slices.Collect(maps.Values(r.Pico))) {
			texts = append(texts, guard.Text{Field: "part", Value: text})
		}
		for _, s := range r.Content.Sections {
			texts = append(texts, guard.Text{Field: "section", Value: s.Text})
		}
		for _, row := range r.Content.Table {
			texts = append(texts, guard.Text{Field: "row", Value: row.Setting + " " + row.Number + " " + row.Finding + " " + row.Limits})
		}
		for _, s := range r.Content.Searches {
			texts = append(texts, guard.Text{Field: "search note", Value: s.Note})
			for _, l := range s.Lines {
				texts = append(texts, guard.Text{Field: "line", Value: l.Text})
			}
		}
		for _, one := range r.Content.Records {
			texts = append(texts, guard.Text{Field: "topic", Value: one.Topic})
		}
		for _, line := range r.Content.Known {
			texts = append(texts, guard.Text{Field: "known", Value: line})
		}
		for _, ref := range r.Content.References {
			texts = append(texts, guard.Text{Field: "reference note", Value: ref.Note}, guard.Text{Field: "theme", Value: ref.Theme}, guard.Text{Field: "title", Value: ref.Title})
		}
		for _, f := range guard.ScanAll(texts, guard.Options{}) {
			if f.Action == guard.ActionBlock {
				t.Errorf("%s: %s in %s at %d", r.Key, f.Kind, f.Field, f.Start)
			} else {
				t.Logf("%s: %s in %s at %d", r.Key, f.Kind, f.Field, f.Start)
			}
		}
	}
}
