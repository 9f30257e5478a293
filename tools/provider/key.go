package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"

	jose "github.com/go-jose/go-jose/v4"
)

// key signs ID tokens.
type key struct {
	id      string
	private *ecdsa.PrivateKey
}

func newKey() (key, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return key{rand.Text(), private}, err
}

// SignatureAlgorithm implements op.SigningKey, as do the methods below.
func (k key) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.ES256 }

// Key implements op.SigningKey.
func (k key) Key() any { return k.private }

// ID implements op.SigningKey.
func (k key) ID() string { return k.id }

// published is the public half.
type published struct{ key }

// Algorithm implements op.Key.
func (p published) Algorithm() jose.SignatureAlgorithm { return jose.ES256 }

// Use implements op.Key.
func (p published) Use() string { return "sig" }

// Key implements op.Key.
func (p published) Key() any { return &p.private.PublicKey }
