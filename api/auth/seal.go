package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// box seals small things with AES-256-GCM under a key that is derived from a secret for one purpose (HKDF, RFC 5869).
type box struct{ aead cipher.AEAD }

func newBox(secret []byte, purpose string) box {
	if len(secret) < secretBytes {
		panic("auth: a key of at least 32 bytes is needed") // the service must not start without one
	}
	block, err := aes.NewCipher(derive(secret, purpose))
	if err != nil {
		panic("auth: " + err.Error()) // a key of 32 bytes is always taken
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic("auth: " + err.Error()) // AES has blocks of 16 bytes
	}
	return box{aead}
}

func (b box) seal(plain []byte) []byte { return b.aead.Seal(nil, nil, plain, nil) } //nolint:gosec // it makes its nonce itself

// open gives what was sealed; false for anything else.
func (b box) open(sealed []byte) ([]byte, bool) {
	plain, err := b.aead.Open(nil, nil, sealed, nil)
	return plain, err == nil
}

// derive makes 32 bytes for one purpose of a secret.
func derive(secret []byte, purpose string) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, "evidencedesk "+purpose, sha256.Size)
	if err != nil {
		panic("auth: " + err.Error()) // 32 bytes are far below the limit
	}
	return key
}

// digest is keyed, because an address that is digested plainly can be guessed.
func digest(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// newSecret makes 256 random bits in base64url.
func newSecret() string {
	secret := make([]byte, secretBytes)
	rand.Read(secret) // never fails (crypto/rand, since Go 1.24)
	return base64.RawURLEncoding.EncodeToString(secret)
}

// isSecret reports whether a text has the form of [newSecret].
func isSecret(text string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(raw) == secretBytes && len(text) == base64.RawURLEncoding.EncodedLen(secretBytes)
}
