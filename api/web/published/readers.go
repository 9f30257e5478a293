package published

import (
	"slices"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// readers are the people to choose from for a plan: who works in the library, and whoever gets its link already. Of a form that is
// shown again the plan is read once more, because what was typed has no names.
func (p place) readers(v *page.Visit, s postgres.ReportSchedule) ([]ui.Item, error) {
	var staff rows[rest.StaffRow]
	if err := v.Read(p.api("staff"), &staff); err != nil {
		return nil, err
	}
	if id := v.Param("schedule"); id != "" && s.ID == "" {
		if err := v.Read(p.api("report-schedules", id), &s); err != nil {
			return nil, err
		}
	}
	people := make([]ui.Item, 0, len(staff.Items)+len(s.People))
	for _, one := range staff.Items {
		people = append(people, ui.Item{Value: string(one.Person), Label: one.Name, Hint: roleWords(one.Roles)})
	}
	for i, person := range s.People {
		if !slices.ContainsFunc(people, func(known ui.Item) bool { return known.Value == string(person) }) {
			people = append(people, ui.Item{Value: string(person), Label: s.Names[i]})
		}
	}
	return people, nil
}

// roleWords says what somebody does in the library.
func roleWords(roles []evidence.Role) string {
	var words []string
	for _, r := range roles {
		if word := map[evidence.Role]string{
			evidence.Manager: "Manager", evidence.Librarian: "Librarian", evidence.Trainee: "Trainee",
		}[r]; word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}
