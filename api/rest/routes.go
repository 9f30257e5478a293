package rest

import "github.com/danielgtaylor/huma/v2"

// registerRoutes registers every resource.
func registerRoutes(api huma.API, d Deps) {
	registerHealth(api, d)
	registerProblems(api, d)
	registerVocabularies(api, d)
	registerGuardRules(api, d)
	registerMe(api, d)
	registerSignIn(api, d)
	registerCalendars(api, d)
	registerSubmit(api, d)
	registerLive(api, d)
	registerList(api, d)
	registerOne(api, d)
	registerDeadline(api, d)
	registerSimilar(api, d)
	registerShare(api, d)
	registerLibraries(api, d)
	registerFollowUps(api, d)
	registerCommands(api, d)
	registerContent(api, d)
	registerDesk(api, d)
	registerFigures(api, d)
	registerPublished(api, d)
	registerWellbeing(api, d)
	registerDirectory(api, d)
	registerCaseStudies(api, d)
	registerStaffing(api, d)
	registerOutcomes(api, d)
}
