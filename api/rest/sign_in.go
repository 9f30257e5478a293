package rest

import (
	"github.com/danielgtaylor/huma/v2"
)

// SignInDeps is what the resources about people need: who belongs to a library, who asks to, and who is signed in to the
// pages.
type SignInDeps struct {
	Members  Members
	Access   AccessRequests
	Sessions Sessions
}

func registerSignIn(api huma.API, d Deps) {
	registerPeople(api, d)
	registerAccess(api, d)
	registerSessions(api, d)
}
