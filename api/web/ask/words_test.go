package ask_test

import (
	"net/url"
	"strings"
	"testing"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// TestEveryPartIsAskedForPlainly: a part of a framework is asked for in everyday words, whatever framework is added; the word of
// the framework is the hint.
func TestEveryPartIsAskedForPlainly(t *testing.T) {
	t.Parallel()
	c, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	list, _ := c.Get(vocabulary.Frameworks)
	s := drafted(t, map[string]any{"question": falls})
	for _, term := range list.Terms {
		if len(term.Elements) == 0 {
			continue
		}
		p := look(t, s.Get("/ask/"+draftID+"/framework/"+term.Code), 200)
		for _, e := range term.Elements {
			id := ui.IDOf("framework.elements." + e.Key)
			if p.ids[id] == nil || p.ids[id+"-hint"] == nil {
				t.Fatalf("%s has no field for %s", term.Code, e.Key)
			}
			if got := words(p.ids[id+"-hint"]); got != e.Label {
				t.Errorf("%s.%s: the hint is %q", term.Code, e.Key, got)
			}
			if got := words(p.ids[id].Parent); !strings.Contains(got, "? (optional)") {
				t.Errorf("%s.%s is not asked for in plain words: %q", term.Code, e.Key, got)
			}
		}
	}
}

func TestUsualAnswersComeFirst(t *testing.T) {
	t.Parallel()
	p := look(t, site(t).As(evidence.Requester).Get("/ask"), 200)
	p.shows(t, "Care of a specific patient", "Guideline, policy or pathway", "Service development or management", "Research or writing for publication", "Teaching",
		"Something else, from the list", "Systematic review", "Now: within 1 working hour", "Soon: within 3 working days")
	if strings.Contains(p.text, "Journal club") {
		t.Error("a purpose that is off by default is offered")
	}
	p = look(t, drafted(t, map[string]any{}).Get("/ask/"+draftID+"/framework"), 200)
	if p.fields.Get("framework.code") != "none" {
		t.Error("a framework is forced on people")
	}
	p.shows(t, "PICO", "SPICE", "Services, projects, policy.", "BeHEMoTh: Theory.")
}

func TestTimesOfDay(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"": "09:00", "9am": "09:00", "2:30pm": "14:30", "14:30": "14:30", "1430": "14:30", "2.30 PM": "14:30", "midday": "12:00", "noon": "12:00", "12am": "00:00",
		"midnight": "00:00", "00:05": "00:05", "25:00": "", "13pm": "", "9": "",
	} {
		s := drafted(t, map[string]any{"question": falls})
		w := s.Post("/ask/"+draftID+"/when", url.Values{
			"urgency": {"routine"}, "decision_at.day": {"2"}, "decision_at.month": {"12"}, "decision_at.year": {"2026"}, "decision_at.time": {typed}, "_version": {"4"},
		})
		if want == "" {
			look(t, w, 422)
			continue
		}
		goes(t, w, "/ask/"+draftID+"/about-you")
		if b, _ := saved(t, s); b.DecisionAt.Format("15:04") != want {
			t.Errorf("%q: %v, want %s", typed, b.DecisionAt, want)
		}
	}
}
