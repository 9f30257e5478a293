package live_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	importPath    = "/requests/" + string(request) + "/imports/import-1"
	importAddress = "/work/" + string(request) + "/records/imports/import-1/events"
)

// TestAnImportSaysHowFarItIs tells each state once, in words, and ends with the import.
func TestAnImportSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		var i atomic.Pointer[postgres.Import]
		i.Store(&postgres.Import{State: postgres.ImportWaiting})
		d.OnFunc("GET "+importPath, func(webtest.Call) webtest.Answer { return webtest.Answer{Body: rest.ImportView{Import: *i.Load()}} })
		end := d.open(importAddress)
		for _, next := range []postgres.Import{
			{State: postgres.ImportReading, Records: 12_500},
			{State: postgres.ImportReading, Records: 12_500},
			{State: postgres.ImportComparing, Records: 50_000},
			{State: postgres.ImportReady, Records: 50_000, Duplicates: 3_200},
		} {
			i.Store(&next)
			time.Sleep(3 * time.Second)
			synctest.Wait()
		}
		d.Calls()
		time.Sleep(time.Minute)
		if n := len(d.Calls()); n != 0 {
			t.Errorf("%d calls after the end", n)
		}
		want := begin + "event: said\ndata: The file is here and will be read in a moment.\n\n" +
			"event: said\ndata: Read so far: 12,500 records.\n\n:\n\n" +
			"event: said\ndata: All is read: 50,000 records. Now looking for duplicates.\n\n" +
			"event: ended\ndata: The import is ready: 50,000 records, 3,200 duplicates.\n\n"
		if got := end(); got != want {
			t.Errorf("%q\nwant\n%q", got, want)
		}
	})
}

// TestAnImportThatIsSeenNoMore ends the stream, and coming back is answered as everywhere.
func TestAnImportThatIsSeenNoMore(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		var gone atomic.Bool
		d.OnFunc("GET "+importPath, func(webtest.Call) webtest.Answer {
			if gone.Load() {
				return webtest.Answer{Status: http.StatusNotFound, Body: map[string]any{"status": 404, "code": evidence.NotFound}}
			}
			return webtest.Answer{Body: rest.ImportView{Import: postgres.Import{State: postgres.ImportReading, Records: 1}}}
		})
		end := d.open(importAddress)
		gone.Store(true)
		time.Sleep(time.Minute)
		if got := end(); strings.Count(got, "data:") != 1 || !strings.Contains(got, "1 record.") {
			t.Errorf("it hears %q", got)
		}
		if w := d.Get(importAddress); w.Code != http.StatusNotFound {
			t.Errorf("coming back: %d", w.Code)
		}
		d.As(evidence.Requester)
		if w := d.Get(importAddress); w.Code != http.StatusForbidden {
			t.Errorf("a requester: %d", w.Code)
		}
	})
}
