package rest

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
)

const (
	keyedKey  = "keyed"
	keyHeader = "Idempotency-Key"
)

// keyed marks an operation that may be repeated with the same Idempotency-Key and is then carried out once. Without the
// header the server makes a key; the answer, a problem too, carries the key in force.
func keyed(op *huma.Operation) {
	op.Metadata[keyedKey] = true
	op.Parameters = append(op.Parameters, &huma.Param{
		Name: keyHeader, In: "header",
		Description: "Names this call, so that it can be repeated safely. 1 to 200 visible ASCII characters; made by the server when absent, and returned.",
		Schema:      &huma.Schema{Type: huma.TypeString, Pattern: keyPattern},
	})
}

const keyPattern = `^[!-~]{1,200}$`

var keyForm = regexp.MustCompile(keyPattern)

type idempotency struct {
	key  string
	body []byte // keyed digest of the canonical body
}

type idempotencyKey struct{}

// withKey reads or makes the key of a call.
func withKey(inner context.Context, ctx huma.Context) (context.Context, error) {
	key := ctx.Header(keyHeader)
	if key == "" {
		key = uuid.NewString()
	}
	if !keyForm.MatchString(key) {
		return inner, evidence.InvalidField(keyHeader, "malformed", "Send 1 to 200 visible ASCII characters, such as a UUID.")
	}
	ctx.SetHeader(keyHeader, key)
	return context.WithValue(inner, idempotencyKey{}, &idempotency{key: key}), nil
}

// keyOf returns the key of the call and the digest of its body.
func keyOf(ctx context.Context) idempotency {
	if i, ok := ctx.Value(idempotencyKey{}).(*idempotency); ok {
		return *i
	}
	return idempotency{}
}

// commandID names a command, and with it the engine's Update: the same person repeating the same call with the same key
// makes the same ID, nobody else can make it.
func commandID(person evidence.PersonID, method, route string, request evidence.RequestID, key string) string {
	h := sha256.New()
	for _, part := range []string{string(person), method, route, string(request), key} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// documentKey says in the document that the answer carries the key.
func documentKey(op *huma.Operation) {
	if op.Metadata[keyedKey] == nil {
		return
	}
	for status, r := range op.Responses {
		if status[0] != '2' {
			continue
		}
		if r.Headers == nil {
			r.Headers = map[string]*huma.Param{}
		}
		r.Headers[http.CanonicalHeaderKey(keyHeader)] = &huma.Header{
			Description: "The key in force.", Schema: &huma.Schema{Type: huma.TypeString},
		}
	}
}
