package rest

import "github.com/danielgtaylor/huma/v2"

// DeskDeps is what the resources need that people work with beside a request: refining the question, timers, who else has
// it open, saved views, templates, the settings of a library, its load, its tasks, shared reports and one's own profile.
type DeskDeps struct {
	Questions Questions
	Timers    Timers
	Presences Presences
	Views     Views
	Templates Templates
	Settings  SettingsStore
	Previews  Previews
	Loads     Loads
	Tasks     Tasks
	Shared    SharedReports
	Profiles  Profiles
	Notices   RequestNotices
}

func registerDesk(api huma.API, d Deps) {
	h := &contents{d}
	registerQuestion(api, h)
	registerTimers(api, h)
	registerPresence(api, h)
	registerViews(api, d)
	registerTemplates(api, d)
	registerDisclaimers(api, d)
	registerSettings(api, d)
	registerPreview(api, d)
	registerLoad(api, d)
	registerTasks(api, d)
	registerShared(api, d)
	registerProfile(api, d)
	registerRequestNotices(api, d)
}

// workers are the people of the library of the address who work in it.
func workers() Access { return member(staff().Roles...) }
