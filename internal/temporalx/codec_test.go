package temporalx_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/temporal"
	"google.golang.org/protobuf/testing/protocmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/temporalx"
)

func key(id string) temporalx.Key {
	return temporalx.Key{ID: id, Secret: bytes.Repeat([]byte(id[:1]), 32)}
}

func TestParseKeys(t *testing.T) {
	t.Parallel()
	const secret = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
	for text, want := range map[string][]string{
		"":                                      nil,
		"a:" + secret:                           {"a"},
		" b:" + secret + " , a:" + secret + ",": {"b", "a"},
	} {
		keys, err := temporalx.ParseKeys(text)
		var got []string
		for _, k := range keys {
			got = append(got, k.ID)
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v %s", text, err, diff)
		}
	}
	for _, text := range []string{"a", ":" + secret, "a:c2hvcnQ=", "a:!!", "a:" + secret + ",a:" + secret} {
		_, err := temporalx.ParseKeys(text)
		if err == nil || strings.Contains(err.Error(), secret[:10]) || strings.Contains(err.Error(), "c2hvcnQ") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestCodecRoundTrip encrypts with the newest key and decrypts with any of the ring.
func TestCodecRoundTrip(t *testing.T) {
	t.Parallel()
	old, err := temporalx.NewCodec(temporalx.Keys{key("old")})
	if err != nil {
		t.Fatal(err)
	}
	rotated, err := temporalx.NewCodec(temporalx.Keys{key("new"), key("old")})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		plain := []*commonpb.Payload{{
			Metadata: map[string][]byte{"encoding": []byte("json/plain")}, Data: rapid.SliceOf(rapid.Byte()).Draw(rt, "data"),
		}, {}}
		for _, encoder := range []interface {
			Encode([]*commonpb.Payload) ([]*commonpb.Payload, error)
		}{old, rotated} {
			encoded, err := encoder.Encode(plain)
			if err != nil {
				rt.Fatal(err)
			}
			decoded, err := rotated.Decode(encoded)
			if err != nil {
				rt.Fatal(err)
			}
			if diff := cmp.Diff(plain, decoded, protocmp.Transform()); diff != "" {
				rt.Error(diff)
			}
			if data := plain[0].GetData(); len(data) > 3 && bytes.Contains(encoded[0].GetData(), data) {
				rt.Error("the plain text is in the payload")
			}
		}
	})
}

func TestCodecRefuses(t *testing.T) {
	t.Parallel()
	codec, err := temporalx.NewCodec(temporalx.Keys{key("a")})
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := codec.Encode([]*commonpb.Payload{{Data: []byte("text")}})
	if err != nil {
		t.Fatal(err)
	}
	p := encoded[0]
	if string(p.GetMetadata()["encryption-key-id"]) != "a" || string(p.GetMetadata()["encoding"]) != "binary/encrypted" {
		t.Errorf("metadata %v", p.GetMetadata())
	}
	changed := func(change func(p *commonpb.Payload)) *commonpb.Payload {
		c := &commonpb.Payload{Data: bytes.Clone(p.GetData()), Metadata: map[string][]byte{
			"encoding": p.GetMetadata()["encoding"], "encryption-key-id": p.GetMetadata()["encryption-key-id"],
		}}
		change(c)
		return c
	}
	other, err := temporalx.NewCodec(temporalx.Keys{key("b"), {ID: "a", Secret: key("c").Secret}})
	if err != nil {
		t.Fatal(err)
	}
	none, err := temporalx.NewCodec(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, attempt := range map[string]func() error{
		"changed": func() error {
			_, err := codec.Decode([]*commonpb.Payload{changed(func(c *commonpb.Payload) { c.Data[20] ^= 1 })})
			return err
		},
		"cut": func() error {
			_, err := codec.Decode([]*commonpb.Payload{changed(func(c *commonpb.Payload) { c.Data = c.Data[:5] })})
			return err
		},
		"another key": func() error { _, err := other.Decode(encoded); return err },
		"renamed key": func() error {
			_, err := other.Decode([]*commonpb.Payload{changed(func(c *commonpb.Payload) { c.Metadata["encryption-key-id"] = []byte("b") })})
			return err
		},
		"no keys": func() error { _, err := none.Decode(encoded); return err },
	} {
		if err := attempt(); err == nil {
			t.Errorf("%s: it was decrypted", name)
		}
	}
	plain := []*commonpb.Payload{{Data: []byte("{}"), Metadata: map[string][]byte{"encoding": []byte("json/plain")}}}
	for _, c := range []interface {
		Decode([]*commonpb.Payload) ([]*commonpb.Payload, error)
	}{codec, none} {
		if got, err := c.Decode(plain); err != nil || got[0] != plain[0] {
			t.Errorf("a plain payload became %v, %v", got, err)
		}
	}
	if got, err := none.Encode(plain); err != nil || got[0] != plain[0] {
		t.Errorf("without keys: %v, %v", got, err)
	}
}

// TestFailuresAreEncrypted hides messages and stacks once there are keys, and gives them back.
func TestFailuresAreEncrypted(t *testing.T) {
	t.Parallel()
	cause := temporal.NewApplicationError("CANARY", "already-claimed", "detail CANARY")
	for name, c := range map[string]struct {
		keys   temporalx.Keys
		hidden bool
	}{"keys": {temporalx.Keys{key("a")}, true}, "no keys": {nil, false}} {
		_, failures, err := temporalx.Converters(c.keys, false)
		if err != nil {
			t.Fatal(err)
		}
		f := failures.ErrorToFailure(cause)
		if hidden := !strings.Contains(f.String(), "CANARY"); hidden != c.hidden {
			t.Errorf("%s: %s", name, f)
		}
		var back *temporal.ApplicationError
		if err := failures.FailureToError(f); !errors.As(err, &back) || back.Type() != "already-claimed" || back.Message() != "CANARY" {
			t.Errorf("%s: came back as %v", name, err)
		}
	}
}

// TestWorkersBlock panics in a worker where a client gets an error.
func TestWorkersBlock(t *testing.T) {
	t.Parallel()
	data, _, err := temporalx.Converters(temporalx.Keys{key("a")}, false)
	if err != nil {
		t.Fatal(err)
	}
	p, err := data.ToPayload("text")
	if err != nil {
		t.Fatal(err)
	}
	client, _, err := temporalx.Converters(nil, false)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	if client.FromPayload(p, &text) == nil {
		t.Error("a client without the key read it")
	}
	worker, _, err := temporalx.Converters(nil, true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a worker without the key went on")
		}
	}()
	_ = worker.FromPayload(p, &text)
}
