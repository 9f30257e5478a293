// Package manage is where a library is run: who has how much to do, the hours by which dates are counted, the templates of
// messages, the people with their roles, how the library presents itself, and the reports.
package manage

import (
	"embed"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
)

//go:embed *.gohtml
var files embed.FS

// Addresses of the areas.
const (
	teamAt        = "/team"
	tasksAt       = "/team/tasks"
	watchesAt     = "/manage/watches" // of another area
	wellbeingAt   = "/wellbeing"      // of another area
	directoryAt   = "/directory/kept" // of another area
	settingsAt    = "/settings"
	calendarAt    = "/settings/calendar"
	templatesAt   = "/settings/templates"
	peopleAt      = "/settings/people"
	disclaimersAt = "/settings/disclaimers"
	checksAt      = "/settings/checks"
	serviceAt     = "/settings/service"
	reportsAt     = "/reports"
)

// perPage is how many rows a page of a list has.
const perPage = 25

// Register puts the pages on the router.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Get(teamAt, page.Staff, team)
	a.Get(tasksAt, page.Staff, tasks)
	a.Do(tasksAt+"/done", page.Staff, finishTask)
	a.Form(teamAt+"/:person", page.Managers, showHandover, handOver)

	a.Get(settingsAt, page.Settings, settings)
	registerCalendar(a)
	a.Get(templatesAt, page.Managers, templates)
	a.Form(templatesAt+"/new", page.Managers, newTemplate, addTemplate)
	a.Form(templatesAt+"/:template", page.Managers, editTemplate, saveTemplate)
	a.Form(templatesAt+"/:template/delete", page.Managers, askDeleteTemplate, deleteTemplate)
	a.Get(disclaimersAt, page.Managers, disclaimers)
	a.Form(disclaimersAt+"/:code", page.Managers, editDisclaimer, saveDisclaimer)
	registerSurvey(a)
	a.Form(checksAt, page.Managers, showChecks, saveChecks)
	a.Get(peopleAt, page.Settings, people)
	a.Form(peopleAt+"/new", page.Settings, newMember, addMember)
	a.Form(peopleAt+"/asking/:request", page.Settings, showAsking, decideAsking)
	a.Form(peopleAt+"/:person", page.Settings, showMember, saveRoles)
	a.Form(peopleAt+"/:person/remove", page.Settings, askRemoveMember, removeMember)
	a.Form(serviceAt, page.Settings, showService, saveService)

	a.Get(reportsAt, page.Reports, reports)
}

func registerCalendar(a *page.Area) {
	a.Get(calendarAt, page.Managers, showCalendar)
	a.Form(calendarAt+"/recompute", page.Managers, askRecompute, recompute)
	for path, kind := range map[string]func(*page.Visit) (change, error){
		"/hours":                  changeHours,
		"/closures/new":           addClosure,
		"/closures/:dates/remove": removeClosure,
		"/openings/new":           addOpening,
		"/openings/:date/remove":  removeOpening,
	} {
		a.Form(calendarAt+path, page.Managers, with(kind, change.show), with(kind, change.take))
	}
}

// workers are the roles of those who work in a library; keepers of those who look after its people and settings.
func workers() []evidence.Role {
	return []evidence.Role{evidence.Librarian, evidence.Trainee, evidence.Manager}
}

func keepers() []evidence.Role { return []evidence.Role{evidence.Manager, evidence.Admin} }
