package pubmed_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"evidencedesk/internal/pubmed"
	"evidencedesk/internal/pubmed/pubmedtest"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	const secret = "CANARY"
	busy := pubmedtest.Fault{Status: http.StatusTooManyRequests, Header: map[string]string{"Retry-After": "7"}, Body: `{"error":"API rate limit exceeded"}`}
	broken := pubmedtest.Fault{Status: http.StatusBadGateway, Body: secret}
	repeat := func(f pubmedtest.Fault) []pubmedtest.Fault {
		return []pubmedtest.Fault{f, f, f, f, f, f}
	}
	xml := func(body string) []pubmedtest.Fault {
		return []pubmedtest.Fault{{Status: http.StatusOK, Body: "<eSearchResult>" + body + "</eSearchResult>"}}
	}
	for name, c := range map[string]struct {
		faults []pubmedtest.Fault
		want   pubmed.Code
		asked  int
	}{
		"busy once":         {faults: []pubmedtest.Fault{busy}, asked: 2},
		"busy for long":     {faults: repeat(busy), want: pubmed.TooFast, asked: 6},
		"broken thrice":     {faults: []pubmedtest.Fault{broken, broken, broken}, asked: 4},
		"broken for long":   {faults: repeat(broken), want: pubmed.Unreachable, asked: 6},
		"a page":            {faults: repeat(pubmedtest.Fault{Status: http.StatusOK, Body: "<html>" + secret}), want: pubmed.BadAnswer, asked: 6},
		"a bad key":         {faults: []pubmedtest.Fault{{Status: http.StatusBadRequest, Body: `{"error":"API key invalid ` + secret + `"}`}}, want: pubmed.NotAccepted, asked: 1},
		"a bad query":       {faults: xml("<ERROR>" + secret + "</ERROR>"), want: pubmed.QueryRefused, asked: 1},
		"the engine failed": {faults: xml("<ERROR>Search Backend failed: " + secret + "</ERROR>"), asked: 1, want: pubmed.Unreachable},
		"no count":          {faults: xml(""), want: pubmed.BadAnswer, asked: 1},
		"an entity":         {faults: xml("&nbsp;"), want: pubmed.BadAnswer, asked: 1},
		"too long":          {faults: []pubmedtest.Fault{{Status: http.StatusOK, Body: strings.Repeat(" ", 5<<20)}}, want: pubmed.BadAnswer, asked: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &pubmedtest.Server{Records: records(3)}
			s.Fail(c.faults...)
			pm, pauses := client(t, s, nil)
			found, err := pm.Search(t.Context(), pubmed.Query{Term: secret + " OR falls"})
			if pubmed.CodeOf(err) != c.want || c.want == "" && (err != nil || found.Count != 3) {
				t.Fatalf("%+v, %v; want %s", found, err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("the error quotes: %v", err)
			}
			if n := len(s.Asked()); n != c.asked && name != "a page" {
				t.Errorf("asked %d times", n)
			}
			if name == "busy once" && (len(*pauses) != 1 || (*pauses)[0] != 7*time.Second) {
				t.Errorf("waited %v", *pauses)
			}
		})
	}
}

// The server counts, by its own clock, how many requests came in any one second.
func TestTheRateIsKept(t *testing.T) {
	t.Parallel()
	const allowed = 20
	s := &pubmedtest.Server{Records: records(1)}
	c, _ := client(t, s, func(o *pubmed.Options) { o.Rate = allowed })
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 8 {
				if _, err := c.Count(t.Context(), pubmed.Query{Term: "falls"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	asked := s.Asked()
	for i := range asked {
		n := 0
		for _, a := range asked[i:] {
			if a.At.Sub(asked[i].At) < 900*time.Millisecond { // a tenth for what delays one request and not the next
				n++
			}
		}
		if n > allowed {
			t.Fatalf("%d requests in a second, %d are allowed", n, allowed)
		}
	}
}

func TestEndsWithItsContext(t *testing.T) {
	t.Parallel()
	s := &pubmedtest.Server{}
	s.Fail(pubmedtest.Fault{Status: http.StatusServiceUnavailable})
	ctx, stop := context.WithCancel(t.Context())
	c, _ := client(t, s, func(o *pubmed.Options) {
		o.Wait = func(ctx context.Context, _ time.Duration) error {
			stop()
			return ctx.Err()
		}
	})
	if _, err := c.Count(ctx, pubmed.Query{Term: "falls"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestRefusedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	s := &pubmedtest.Server{}
	c, _ := client(t, s, nil)
	for _, term := range []string{"", " \n", strings.Repeat("x", pubmed.MaxQuery+1)} {
		if _, err := c.Count(t.Context(), pubmed.Query{Term: term}); pubmed.CodeOf(err) != pubmed.QueryRefused {
			t.Errorf("%.10q: %v", term, err)
		}
	}
	if len(s.Asked()) != 0 {
		t.Error("it was sent")
	}
	for _, o := range []pubmed.Options{{}, {Base: "eutils"}, {Base: "ftp://x/"}, {Base: "http://x", Rate: -1}} {
		if _, err := pubmed.New(o); pubmed.CodeOf(err) != pubmed.BadOption {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
