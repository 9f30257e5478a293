package live

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Register adds the addresses that pages listen at.
func Register(k *page.Kit, r gin.IRouter, h *Hub) {
	a := k.Area(r, embed.FS{})
	a.Get("/queue/events", page.Staff, h.queueEvents)
	a.Get("/queue/changes", page.Staff, h.queueChanges)
	a.Get("/work/:id/events", page.Staff, h.requestEvents)
	a.Get("/work/:id/records/imports/:import/events", page.Staff, h.importEvents)
}

// news finds out what to tell now, after sight has been looked up anew. An error ends the stream: the browser comes back, and
// is turned away or told from the beginning.
type news func(ctx context.Context) (int, error)

// queueEvents tells how many requests are new to the visitor's queue since its page was made at `since`.
func (h *Hub) queueEvents(v *page.Visit) error {
	one := newListener(v.Me.Person, parse(v.Query("since")), newToQueue(v.Me.Person, workplaces(v.Me.Memberships)))
	return h.serve(v, one, func(ctx context.Context) (int, error) {
		held, err := h.people.Memberships(ctx, one.person)
		if err != nil {
			return 0, err
		}
		sight := workplaces(held)
		if len(sight) == 0 {
			return 0, page.ErrNotFound
		}
		return one.count(sight), nil
	})
}

// requestEvents tells how many steps a request has taken since its page was made after step `since`.
func (h *Hub) requestEvents(v *page.Visit) error {
	id := evidence.RequestID(v.Param("id"))
	since, err := strconv.Atoi(v.Query("since"))
	if err != nil {
		return page.ErrNotFound
	}
	one := newListener(v.Me.Person, 0, func(c postgres.Change) bool { return c.Request == id })
	return h.serve(v, one, func(context.Context) (int, error) {
		var at struct{ Seq int }
		err := v.Read("/requests/"+url.PathEscape(string(id)), &at)
		return at.Seq - since, err
	})
}

// serve keeps a stream open until the browser or the process goes, sight is lost or it has lasted long enough.
func (h *Hub) serve(v *page.Visit, one *listener, now news) error {
	ctx := v.Request.Context()
	if !h.admit(v, one) {
		return nil
	}
	defer h.leave(one)
	n, err := now(ctx)
	if err != nil {
		return err
	}
	s := newStream(v)
	if s.begin() == nil && s.tell(n) == nil {
		h.follow(ctx, one, s, now)
	}
	return nil
}

// admit lets a page listen, or asks it to come back later.
func (h *Hub) admit(v *page.Visit, one *listener) bool {
	if h.listen(v.Request.Context(), one) {
		return true
	}
	v.Header("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
	v.Status(http.StatusServiceUnavailable)
	return false
}

func (h *Hub) follow(ctx context.Context, one *listener, s *stream, now news) {
	beat, end := time.NewTicker(heartbeat), time.NewTimer(longest)
	defer beat.Stop()
	defer end.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-h.done:
			return
		case <-end.C:
			return
		case <-beat.C:
			err = s.beat()
		case <-one.wake:
			var n int
			if n, err = now(ctx); err == nil {
				err = s.tell(n)
			}
		}
		if err != nil {
			return // the browser has gone, or may see no more
		}
	}
}
