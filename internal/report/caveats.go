package report

import "fmt"

// Caveat is what a reader must know before believing a report.
type Caveat struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Bounds of the caveats. They are this product's own: below half, those who did not answer outnumber those who did; and with
// fewer than thirty answers, one answer moves a percentage by more than three points.
const (
	lowResponse = 0.5
	fewAnswers  = 30
)

// Known is what the caveats of a report are made from. The cells are those of the report after [Suppress], so that no sentence
// tells what a table hides; a cell without a kind is left out.
type Known struct {
	Responses Cell // a share: answered of asked
	Reach     Cell // a share: answered of delivered
	Told      Cell // a share of everybody who answered in the period, asked or not
	Open      Cell // a count: requests received in the period that have no answer yet
	Late      Cell // a share: of the requests, those with a step noted after it happened
	Hidden    int  // figures that are hidden
	AsOf      Date // the day of counting, if the period was still under way; otherwise zero
}

// Caveats are the sentences that apply, the weightiest first.
func Caveats(k Known) []Caveat {
	var all []Caveat
	add := func(code, text string) {
		if text != "" {
			all = append(all, Caveat{code, text})
		}
	}
	add("under-way", underway(k.AsOf))
	add("low-response", response(k.Responses, k.Reach))
	add("few-answers", answers(k.Responses, k.Told))
	add("open-requests", open(k.Open))
	add("recorded-late", late(k.Late))
	add("hidden", hiddenFigures(k.Hidden))
	return all
}

func underway(asOf Date) string {
	if asOf.IsZero() {
		return ""
	}
	return "The period is not over: the figures are those of " + asOf.Words() + " and will change. Those of last year are of the whole period."
}

func response(c, reach Cell) string {
	if c.Kind != Share || c.Hidden || c.Of == 0 || c.N == 0 || c.Proportion() >= lowResponse {
		return ""
	}
	text := fmt.Sprintf("Fewer than half of those asked have answered: %s.", c)
	if reach.Kind == Share && !reach.Hidden && reach.Of > 0 {
		text += fmt.Sprintf(" Counted against all requests delivered it is %s.", reach)
	}
	return text + " Those who did not answer may have seen less difference."
}

func answers(c, told Cell) string {
	if told.Kind != Share || c.Hidden || told.Of == 0 {
		told.Of = c.N
	}
	switch {
	case c.Kind != Share:
		return ""
	case c.Hidden:
		return "So few people answered, or did not, that how many is hidden."
	case told.Of == 0 && c.Of == 0:
		return "Nobody has been asked yet what difference the answers made."
	case told.Of == 0:
		return fmt.Sprintf("None of the %s asked has answered yet.", counted(c.Of, Noun{"person", "people"}))
	case told.Of < fewAnswers:
		return fmt.Sprintf("Only %s answered. Each answer moves a percentage by several points, so look at the interval beside it.",
			counted(told.Of, Noun{"person", "people"}))
	default:
		return ""
	}
}

func open(c Cell) string {
	switch {
	case c.Kind != Count:
		return ""
	case c.Hidden:
		return "A few requests of the period may still be open; they count once they are answered."
	case c.N == 1:
		return "One request of the period is still open; it counts once it is answered."
	case c.N > 1:
		return Number(c.N) + " requests of the period are still open; they count once they are answered."
	default:
		return ""
	}
}

func late(c Cell) string {
	switch {
	case c.Kind != Share, !c.Hidden && c.N == 0:
		return ""
	case c.Hidden:
		return "Some requests may have steps that were noted after they happened; their times are as staff remembered them."
	default:
		return fmt.Sprintf("Steps that were noted after they happened: in %s of the requests. Their times are as staff remembered them.", c)
	}
}

func hiddenFigures(n int) string {
	switch {
	case n <= 0:
		return ""
	case n == 1:
		return "One figure is hidden, because it would tell of fewer than five people or requests."
	default:
		return Number(n) + " figures are hidden, because they tell of fewer than five people or requests, or would give away one that does."
	}
}
