package page

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
)

// Visit is one request of a browser for a page.
type Visit struct {
	*gin.Context
	*Kit
	Me       auth.Principal // the zero value for somebody who has not signed in
	SignedIn bool

	form *Form
}

// Handler answers a visit. An error becomes a page that says what to do.
type Handler func(v *Visit) error

// Who says for whom a page is.
type Who func(v *Visit) bool

// Anyone is for pages that need no sign-in.
func Anyone(*Visit) bool { return true }

// SignedIn is for everybody who has signed in.
func SignedIn(v *Visit) bool { return v.SignedIn }

// Asking is for those who belong to a library in any role that may ask.
func Asking(v *Visit) bool {
	return v.Me.Is(evidence.Requester, evidence.Librarian, evidence.Trainee, evidence.Manager)
}

// Staff is for the people who work in a library.
func Staff(v *Visit) bool { return v.IsStaff() }

// Managers is for managers of a library.
func Managers(v *Visit) bool { return v.Me.Is(evidence.Manager) }

// Settings is for those who keep the settings and the people of a library.
func Settings(v *Visit) bool { return v.Me.Is(evidence.Manager, evidence.Admin) }

// Reports is for those who read figures.
func Reports(v *Visit) bool { return v.IsStaff() || v.Me.Is(evidence.SystemLead) }

// IsStaff reports whether the visitor works in some library.
func (v *Visit) IsStaff() bool {
	return v.SignedIn && v.Me.Is(evidence.Librarian, evidence.Trainee, evidence.Manager)
}

// Library is the library in which the visitor holds one of the roles: the one of the address's `library` when they do, else the
// first. Empty when there is none.
func (v *Visit) Library(roles ...evidence.Role) evidence.LibraryID {
	mine := v.Me.Libraries(roles...)
	asked := evidence.LibraryID(v.Query("library"))
	for _, id := range mine {
		if id == asked {
			return id
		}
	}
	if len(mine) == 0 {
		return ""
	}
	return mine[0]
}

// Go sends the browser to another page of ours with GET, and has that page say the sentence, if any. The sentence holds nothing
// that somebody typed.
func (v *Visit) Go(path string, sentence ...string) error {
	for _, s := range sentence {
		v.Sessions.Notice(v.Request.Context(), s)
	}
	v.Redirect(http.StatusSeeOther, path)
	return nil
}
