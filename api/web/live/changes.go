package live

import (
	"fmt"
	"net/http"

	"evidencedesk/api/web/page"
)

// Changes is the answer for pages that ask again and again instead of listening.
type Changes struct {
	Count int `json:"count"` // requests that are new since the page was made; at most 1,000
}

// queueChanges answers what queueEvents tells, with an ETag: nothing new is 304.
func (h *Hub) queueChanges(v *page.Visit) error {
	sight := workplaces(v.Me.Memberships)
	since := parse(v.Query("since"))
	one := newListener(v.Me.Person, since, newToQueue(v.Me.Person, sight))
	if since > 0 {
		if _, err := h.between(v.Request.Context(), since, one.hear); err != nil {
			return err
		}
	}
	found := Changes{one.count(sight)}
	tag := fmt.Sprintf(`W/"%d-%d"`, since, found.Count)
	v.Header("ETag", tag)
	v.Header("Cache-Control", "private, no-cache")
	if v.GetHeader("If-None-Match") == tag {
		v.Status(http.StatusNotModified)
		return nil
	}
	v.JSON(http.StatusOK, found)
	return nil
}
