// Package work is the workbench of a request for library staff: what to do next, the brief, the conversation, the time spent,
// the history, and one page for each command of the process.
package work

import (
	"embed"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
)

//go:embed *.gohtml
var files embed.FS

// Register adds the pages. Those of searches, references, summary and review belong to another area.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Get("/work/:id", page.Staff, overview)
	a.Do("/work/:id/presence", page.Staff, meet)

	a.Get("/work/:id/brief", page.Staff, brief)
	a.Form("/work/:id/brief/refine", page.Staff, showRefine, takeRefine)
	a.Get("/work/:id/brief/versions", page.Staff, questions)
	a.Form("/work/:id/similar", page.Staff, showSimilar, takeSimilar)
	a.Form("/queue/similar", page.Staff, showFind, takeFind)

	a.Form("/work/:id/messages", page.Staff, showMessages, takeMessage)
	a.Form("/work/:id/files", page.Staff, showFiles, takeFile)
	a.Form("/work/:id/files/:item", page.Staff, showRename, takeRename)
	a.Get("/work/:id/files/:item/file", page.Staff, passFile)
	a.Form("/work/:id/files/:item/give", page.Staff, showGive, takeGive)
	a.Form("/work/:id/files/:item/remove", page.Staff, showRemoveFile, takeRemoveFile)

	a.Form("/work/:id/time", page.Staff, showTime, takeTime)
	a.Form("/work/:id/time/:item", page.Staff, showEntry, takeEntry)
	a.Form("/work/:id/time/:item/remove", page.Staff, showRemoveEntry, takeRemoveEntry)
	a.Do("/work/:id/timer/start", page.Staff, startTimer)
	a.Do("/work/:id/timer/pause", page.Staff, pauseTimer)
	a.Form("/work/:id/timer/log", page.Staff, showLog, takeLog)
	a.Get("/work/:id/timer", page.Staff, toTime)
	a.Form("/work/:id/timer/remove", page.Staff, showDropTimer, takeDropTimer)

	a.Get("/work/:id/history", page.Staff, history)
	a.Get("/work/:id/deadline", page.Staff, deadline)
	a.Form("/work/:id/"+toldPath, page.Staff, showTold, takeTold)

	for _, one := range acts() {
		a.Form("/work/:id/"+one.slug(), page.Staff, one.show, one.take)
	}
}
