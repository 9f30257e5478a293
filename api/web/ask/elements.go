package ask

import (
	"maps"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

type elementFields struct {
	Framework string
	Parts     []ui.Input
}

// elements asks for the parts of the question, by the framework of the address.
func elements() step {
	return step{
		name: "framework", page: "elements", number: 2, title: "The parts of your question", about: "The parts of your question",
		fields: []string{"framework"}, skip: true,
		fill: func(a *answers) {
			if a.b.Framework == nil {
				return
			}
			for key, text := range a.b.Framework.Elements {
				a.f.Default(elementField(key), text)
			}
		},
		take: func(a *answers) {
			body := &rest.FrameworkBody{Code: asked(a).Code, Elements: map[string]string{}}
			if a.b.Framework != nil {
				maps.Copy(body.Elements, a.b.Framework.Elements)
			}
			for _, e := range asked(a).Elements {
				body.Elements[e.Key] = a.f.Get(elementField(e.Key))
				if body.Elements[e.Key] == "" {
					delete(body.Elements, e.Key)
				}
			}
			a.b.Framework = body
		},
		next: func(*answers) string { return "purpose" },
		model: func(a *answers) (any, error) {
			m := elementFields{Framework: asked(a).Label}
			for _, e := range asked(a).Elements {
				part := a.f.Line(elementField(e.Key), plainElement(e), e.Label)
				part.Optional, part.Autocomplete = true, "off"
				m.Parts = append(m.Parts, part)
			}
			return m, nil
		},
		rows: frameworkRows,
	}
}

// asked is the framework of the address; where the API refused a part when everything was sent, that of the draft.
func asked(a *answers) vocabulary.Framework {
	code := a.Param("code")
	if code == "" {
		code = frameworkCode(a.b)
	}
	f, _ := a.Vocabulary.Framework(code)
	return f
}

func elementField(key string) string { return "framework.elements." + key }

// plainElements asks for the parts of the frameworks in everyday words; the word of the framework is the hint.
var plainElements = map[string]string{
	"population":      "Who is it about?",
	"intervention":    "What might you do or change?",
	"comparison":      "What would you compare it with?",
	"outcome":         "What result matters?",
	"time":            "Over what time?",
	"study_design":    "What kind of study, or where?",
	"context":         "In what circumstances?",
	"question_type":   "What kind of question is it?",
	"study_type":      "What kind of study would answer it?",
	"interest":        "What do you want to understand?",
	"exposure":        "What are they exposed to, or what have they been through?",
	"factor":          "What might change how it goes on?",
	"concept":         "What idea or practice is it about?",
	"condition":       "Which condition?",
	"sample":          "Who took part?",
	"phenomenon":      "What do you want to understand?",
	"design":          "How was it studied?",
	"evaluation":      "How do you judge it?",
	"research_type":   "What kind of research?",
	"setting":         "Where?",
	"perspective":     "For whom?",
	"client":          "Whom does the service serve?",
	"location":        "Where is it?",
	"improvement":     "What should become better?",
	"professional":    "Who provides it?",
	"expectation":     "What do you want to achieve, and why?",
	"client_group":    "Whom does the service serve?",
	"impact":          "What would change?",
	"professionals":   "Who provides it?",
	"service":         "Which service?",
	"mechanism":       "How does it work?",
	"methodology":     "How was it studied?",
	"issues":          "Which ethical issues?",
	"participants":    "Who is concerned?",
	"behaviour":       "Which behaviour?",
	"health_context":  "In which part of health care?",
	"exclusions":      "What should be left out?",
	"models_theories": "Which models or theories?",
}

func plainElement(e vocabulary.FrameworkElement) string {
	if plain, ok := plainElements[e.Key]; ok {
		return plain
	}
	return e.Label
}
