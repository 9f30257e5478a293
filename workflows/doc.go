// Package workflows is the durable side of the process: one workflow per evidence request, one per impact follow-up,
// and one for each night's housekeeping.
//
// Everything here is deterministic. What is decided comes from [evidence.Decide] and [evidence.DecideImpact], what
// touches the world is an activity, and no date is computed: activities return instants. Histories hold identifiers,
// codes, versions and instants only.
package workflows
