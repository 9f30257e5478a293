package evidencework

import (
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/claims"
	"evidencedesk/internal/postgres"
)

// attempts is how often an order or the summary is read again when somebody else saved in between.
const attempts = 3

// move puts a reference before its neighbour in the tab that is shown, or after it, and says so.
func (d *referenceDesk) move(id, to string) (string, error) {
	shown := d.inTab(d.visit.Query("group"))
	at := slices.IndexFunc(shown, func(r postgres.Reference) bool { return r.ID == id })
	switch {
	case at < 0:
		return "", page.ErrNotFound
	case to == "up" && at > 0:
		return d.moveTo(id, d.place(shown[at-1].ID))
	case to == "down" && at+1 < len(shown):
		return d.moveTo(id, d.place(shown[at+1].ID))
	}
	return "It stands at the end of the list already.", nil
}

// moveTo gives a reference the place n, from 1, and the citations in the summary the numbers that follow from that.
func (d *referenceDesk) moveTo(id string, n int) (string, error) {
	for try := 1; ; try++ {
		var order postgres.Order
		if err := d.visit.Read(d.API("references", "order"), &order); err != nil {
			return "", err
		}
		after := slices.DeleteFunc(slices.Clone(order.IDs), func(other string) bool { return other == id })
		if len(after) == len(order.IDs) {
			return "", page.ErrNotFound
		}
		after = slices.Insert(after, min(max(n-1, 0), len(after)), id)
		if slices.Equal(after, order.IDs) {
			return "The reference stands where you want it.", nil
		}
		err := d.visit.Put(d.API("references", "order"), order.Version, orderBody{after}, nil)
		if page.Stale(err, &struct{}{}) && try < attempts {
			continue
		}
		if err != nil {
			return "", err
		}
		return "You moved the reference." + d.renumber(order.IDs, after), nil
	}
}

type orderBody struct {
	IDs []string `json:"ids"`
}

// renumber has the citations of the summary follow the references, and says what became of them.
func (d *desk) renumber(before, after []string) string {
	moved := claims.Moves(before, after)
	const failed = " The numbers in the summary could not be changed: check its citations."
	for range attempts {
		var s postgres.Summary
		if err := d.visit.Read(d.API("summary"), &s); err != nil {
			return failed
		}
		fresh := reciteSummary(s.SummaryText, moved)
		if slices.Equal(textsOf(fresh), textsOf(s.SummaryText)) {
			return ""
		}
		err := d.visit.Put(d.API("summary"), s.Version, rest.SummaryBody{SummaryText: fresh}, nil)
		if err == nil {
			return " The citations in the summary have their new numbers."
		}
		if !page.Stale(err, &struct{}{}) {
			return failed
		}
	}
	return failed
}
