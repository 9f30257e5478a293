package auth

import "errors"

// FailureCode says why somebody could not sign in, for a page that has words for it.
type FailureCode string

// Why somebody could not sign in.
const (
	AccessDenied    FailureCode = "access-denied"    // they, or their provider, said no
	ProviderAway    FailureCode = "provider-away"    // the provider could not be reached: try again
	ProviderRefused FailureCode = "provider-refused" // the provider refused us: something is set up wrongly
	StateLost       FailureCode = "state-lost"       // the browser has lost what it was given when it set out, or came twice
	NonceWrong      FailureCode = "nonce"            // the answer was meant for another sign-in
	SignInExpired   FailureCode = "expired"          // it took too long
	TokenRefused    FailureCode = "token-refused"    // what the provider signed does not hold
	AssuranceLow    FailureCode = "assurance"        // the provider was not sure enough who it is
	NoAddress       FailureCode = "no-address"       // somebody new without an e-mail address that is known to be theirs
	AddressTaken    FailureCode = "address-taken"    // the address belongs to somebody who signs in another way
	LinkUnknown     FailureCode = "link-unknown"
	LinkSpent       FailureCode = "link-spent"
	LinkExpired     FailureCode = "link-expired"
)

// Failure is a sign-in that did not succeed. The cause can hold what a provider said and is neither shown nor logged.
type Failure struct { //nolint:errname // it is the outcome, and FailureError says no more
	Code     FailureCode
	Provider string // empty for a link
	cause    error
}

// Error gives the code alone.
func (f *Failure) Error() string { return "auth: " + string(f.Code) }

// Unwrap gives the cause, for tests.
func (f *Failure) Unwrap() error { return f.cause }

// FailureOf gives the code of a sign-in that did not succeed; empty for any other error, such as that of the database.
func FailureOf(err error) FailureCode {
	var f *Failure
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}
