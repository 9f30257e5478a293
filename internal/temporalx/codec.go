package temporalx

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/protobuf/proto"
)

// Key is one key of the ring: 32 bytes for AES-256, with the name that payloads carry.
type Key struct {
	ID     string
	Secret []byte
}

// Keys is a key ring, newest first: the first encrypts, all decrypt.
type Keys []Key

// ParseKeys reads "id:base64,id:base64", newest first. Empty text is an empty ring. Its errors never repeat the text.
func ParseKeys(text string) (Keys, error) {
	var keys Keys
	for i, item := range strings.Split(text, ",") {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		id, encoded, _ := strings.Cut(item, ":")
		secret, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil || strings.TrimSpace(id) == "" {
			return nil, fmt.Errorf("payload key %d: want id:base64", i+1)
		}
		keys = append(keys, Key{ID: id, Secret: secret})
	}
	_, err := newCiphers(keys)
	return keys, err
}

const (
	encodingEncrypted = "binary/encrypted"
	encryptionKeyID   = "encryption-key-id"
	keyBytes          = 32
)

// codec encrypts payloads with AES-256-GCM and a random nonce of 12 bytes, which precedes the ciphertext. The name of the
// key is in the metadata and authenticated. Without keys it encrypts nothing, and refuses what is encrypted.
type codec struct {
	newest  string
	ciphers map[string]cipher.AEAD
}

// NewCodec makes the codec of a key ring.
func NewCodec(keys Keys) (converter.PayloadCodec, error) {
	ciphers, err := newCiphers(keys)
	if err != nil {
		return nil, err
	}
	c := &codec{ciphers: ciphers}
	if len(keys) > 0 {
		c.newest = keys[0].ID
	}
	return c, nil
}

// blocking is the codec of a worker: a payload that it cannot read stops the workflow task, which is tried again until a
// worker has the key. The error that the SDK would be given instead fails the workflow, and with it the request.
type blocking struct{ converter.PayloadCodec }

// Decode panics where the codec fails; the worker's default policy for a panic is to wait.
func (b blocking) Decode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	decoded, err := b.PayloadCodec.Decode(payloads)
	if err != nil {
		panic(err)
	}
	return decoded, nil
}

func newCiphers(keys Keys) (map[string]cipher.AEAD, error) {
	ciphers := make(map[string]cipher.AEAD, len(keys))
	for i, k := range keys {
		if len(k.Secret) != keyBytes {
			return nil, fmt.Errorf("payload key %d: want %d bytes", i+1, keyBytes)
		}
		if _, ok := ciphers[k.ID]; ok {
			return nil, fmt.Errorf("payload key %d: its name is used twice", i+1)
		}
		block, err := aes.NewCipher(k.Secret)
		if err != nil {
			return nil, err
		}
		if ciphers[k.ID], err = cipher.NewGCMWithRandomNonce(block); err != nil {
			return nil, err
		}
	}
	return ciphers, nil
}

// Encode encrypts with the newest key.
func (c *codec) Encode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	if c.newest == "" {
		return payloads, nil
	}
	return each(payloads, func(p *commonpb.Payload) (*commonpb.Payload, error) {
		plain, err := proto.Marshal(p)
		if err != nil {
			return nil, err
		}
		return &commonpb.Payload{
			Metadata: map[string][]byte{converter.MetadataEncoding: []byte(encodingEncrypted), encryptionKeyID: []byte(c.newest)},
			Data:     c.ciphers[c.newest].Seal(nil, nil, plain, []byte(c.newest)), //nolint:gosec // the cipher makes the nonce itself
		}, nil
	})
}

// Decode decrypts what Encode made and passes on anything else, so that encryption can be switched on later.
func (c *codec) Decode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	return each(payloads, func(p *commonpb.Payload) (*commonpb.Payload, error) {
		if string(p.GetMetadata()[converter.MetadataEncoding]) != encodingEncrypted {
			return p, nil
		}
		id := string(p.GetMetadata()[encryptionKeyID])
		aead, ok := c.ciphers[id]
		if !ok {
			return nil, fmt.Errorf("payload: the key %q is not in the ring", id)
		}
		plain, err := aead.Open(nil, nil, p.GetData(), []byte(id))
		if err != nil {
			return nil, errors.New("payload: it was changed or the key is wrong")
		}
		decoded := &commonpb.Payload{}
		return decoded, proto.Unmarshal(plain, decoded)
	})
}

func each(payloads []*commonpb.Payload, do func(*commonpb.Payload) (*commonpb.Payload, error)) ([]*commonpb.Payload, error) {
	result := make([]*commonpb.Payload, len(payloads))
	for i, p := range payloads {
		var err error
		if result[i], err = do(p); err != nil {
			return nil, err
		}
	}
	return result, nil
}
