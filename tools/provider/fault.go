package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// fault is a way in which the provider misbehaves.
type fault string

const (
	wrongNonce   fault = "nonce"   // ID tokens carry another nonce
	expiredToken fault = "expired" // ID tokens have ended an hour ago
	lateToken    fault = "late"    // ID tokens have ended a minute ago, as by a clock that is wrong
	forgedToken  fault = "forged"  // ID tokens are signed with a key that nobody knows
	otherSubject fault = "subject" // the UserInfo endpoint tells of somebody else
	busy         fault = "busy"    // the token endpoint answers 503
)

func faults() []fault {
	return []fault{wrongNonce, expiredToken, lateToken, forgedToken, otherSubject, busy}
}

func faultNames() []string {
	var names []string
	for _, f := range faults() {
		names = append(names, string(f))
	}
	return names
}

// misbehave adds a fault; "none" ends all of them.
func (s *store) misbehave(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case name == "none":
		clear(s.faults)
	case slices.Contains(faults(), fault(name)):
		s.faults[fault(name)] = true
	default:
		return fmt.Errorf("no such fault: use none, %s", strings.Join(faultNames(), ", "))
	}
	return nil
}

func (s *store) has(f fault) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults[f]
}

// tokenLife is how long an ID token counts.
func (s *store) tokenLife() time.Duration {
	switch {
	case s.has(expiredToken):
		return -time.Hour
	case s.has(lateToken):
		return -time.Minute
	}
	return 5 * time.Minute
}

// rotate signs with a new key from now on; the old one is not published any more.
func (s *store) rotate() error {
	k, err := newKey()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = k
	return nil
}
