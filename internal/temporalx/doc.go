// Package temporalx is how the processes talk to Temporal: the client and its options, the encryption of payloads, the
// search attributes, and the [Commander], which sends commands to requests and turns every answer into one of the domain.
package temporalx
