// Package evidence is the domain of Evidence Desk: the life of an evidence request as one pure function.
//
// [Decide] takes the state of a request, a command and the time, and answers with the next state or a refusal. The
// workflow's validator and handler, the property tests, the generated process document and the pages that choose which
// buttons to show all call it, so there is one place where the process is decided. It computes no dates: it names
// deadline rules ([State.Rules]) and a [ClockRule], which the store turns into instants with the library's calendar.
//
// Nothing here holds free text, a name or an address: only identifiers, codes, versions, digests, minutes and instants.
package evidence
