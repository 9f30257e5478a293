package pubmed

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	attempts     = 6
	firstPause   = time.Second
	longestPause = 30 * time.Second
	longestAsked = 2 * time.Minute // that the server may ask to wait
)

// ask sends one request and repeats it while the server is busy. The parameters go into the body, where no log keeps them and
// where NCBI wants long queries.
func (c *Client) ask(ctx context.Context, tool string, more url.Values, most int64) ([]byte, error) {
	form := url.Values{}
	for _, values := range []url.Values{c.common, more} {
		for name, v := range values {
			form[name] = v
		}
	}
	address := c.base.JoinPath(tool).String()
	for attempt := 1; ; attempt++ {
		if err := c.limiter.Wait(ctx); err != nil {
			return nil, ended(ctx, err)
		}
		body, later, err := c.once(ctx, address, form.Encode(), most)
		if err == nil {
			return body, nil
		}
		var fault *Error
		if !errors.As(err, &fault) || !fault.passing || attempt == attempts {
			return nil, ended(ctx, err)
		}
		if err := c.wait(ctx, max(later, doubling(attempt))); err != nil {
			return nil, err
		}
	}
}

// once sends one request. Later is how long the server asks to wait.
func (c *Client) once(ctx context.Context, address, form string, most int64) (body []byte, later time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form))
	if err != nil {
		return nil, 0, &Error{Code: BadOption, Detail: "The address of PubMed cannot be used."}
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, 0, &Error{Code: Unreachable, Detail: "PubMed cannot be reached.", passing: true}
	}
	defer func() { _ = response.Body.Close() }()
	body, err = io.ReadAll(io.LimitReader(response.Body, most+1))
	switch {
	case err != nil:
		return nil, 0, &Error{Code: Unreachable, Detail: "PubMed's answer broke off.", passing: true}
	case int64(len(body)) > most:
		return nil, 0, &Error{Code: BadAnswer, Detail: "PubMed's answer is longer than " + strconv.FormatInt(most>>20, 10) + " MB."}
	}
	return body, retryAfter(response.Header.Get("Retry-After")), statusFault(response.StatusCode, body)
}

// statusFault says what a status means. NCBI answers 429 with a JSON object when requests come too fast, and 400 for a key or a set
// that it does not know.
func statusFault(status int, body []byte) error {
	switch {
	case status == http.StatusOK:
		return nil
	case status == http.StatusTooManyRequests:
		return &Error{Code: TooFast, Detail: "PubMed refuses more requests for now.", passing: true}
	case status >= http.StatusInternalServerError:
		return &Error{Code: Unreachable, Detail: "PubMed has a fault.", passing: true}
	case CodeOf(fetchFault(body)) == HistoryExpired:
		return fetchFault(body)
	}
	return &Error{Code: NotAccepted, Detail: "PubMed refused the request. Check its address and its key."}
}

// retryAfter reads how long to wait: seconds, or an instant (RFC 9110, 10.2.3). Nonsense is no wait.
func retryAfter(header string) time.Duration {
	if header == "" {
		return 0
	}
	if seconds, err := strconv.Atoi(header); err == nil && seconds >= 0 {
		return min(time.Duration(seconds)*time.Second, longestAsked)
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, min(time.Until(at), longestAsked))
	}
	return 0
}

// doubling is how long to wait after so many attempts, with jitter.
func doubling(attempt int) time.Duration {
	d := min(firstPause<<(attempt-1), longestPause)
	return d/2 + rand.N(d/2+1) //nolint:gosec // jitter needs no secrecy
}

// ended gives the reason why a context ended, if that is what happened.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
