// Package account is the pages about the visitor: signing in and out, who they are, where they are signed in, and whether a
// library serves them.
package account

import (
	"context"
	"embed"
	"net/http"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/auth"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
)

//go:embed *.gohtml
var files embed.FS

// Sessions begins and ends the visitor's session.
type Sessions interface {
	SignIn(ctx context.Context, person evidence.PersonID, method string) error
	SignOut(ctx context.Context) (method string, err error)
}

// Providers are identity providers elsewhere.
type Providers interface {
	Providers() []auth.ProviderInfo
	Begin(w http.ResponseWriter, r *http.Request, id, next string) (redirect string, err error)
	Finish(w http.ResponseWriter, r *http.Request) (auth.Arrived, error)
	EndSession(ctx context.Context, method string) (redirect string, ok bool)
}

// Links are sent by e-mail and used once.
type Links interface {
	Send(ctx context.Context, email, next string) error
	Look(ctx context.Context, token string) (auth.Invitation, error)
	Spend(ctx context.Context, token string, answer auth.LinkAnswer) (auth.Arrived, error)
}

// Demo signs in the people of the demonstration.
type Demo interface {
	People() []auth.DemoPerson
	SignIn(person evidence.PersonID, next string) (auth.Arrived, error)
}

// Deps are the ways to sign in.
type Deps struct {
	Sessions  Sessions
	Providers Providers
	Links     Links
	Demo      Demo
}

// Register puts the pages on the router.
func Register(k *page.Kit, r gin.IRouter, d Deps) {
	a := k.Area(r, files)
	a.Form(auth.SignInPath, page.Anyone, d.showSignIn, d.takeEmail)
	a.Get(auth.SignInPath+"/sent", page.Anyone, sent)
	a.Do(auth.SignInPath+"/demo", page.Anyone, d.takeDemo)
	a.Form(auth.LinkPath+":token", page.Anyone, d.showLink, d.takeLink)
	a.Get(auth.SignInPath+"/:provider", page.Anyone, d.begin)
	a.Get(auth.CallbackPath(":provider"), page.Anyone, d.finish)
	a.Do("/sign-out", page.Anyone, d.signOut)
	a.Get(auth.SignedOutPath, page.Anyone, d.signedOut)

	a.Form("/account", page.SignedIn, showProfile, takeProfile)
	a.Get("/account/sessions", page.SignedIn, sessions)
	a.Do("/account/sessions/end-others", page.SignedIn, endOthers)
	a.Do("/account/sessions/:session/end", page.SignedIn, endSession)
	a.Form("/account/access", page.SignedIn, showAccess, askAccess)
}
