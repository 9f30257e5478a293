// Package vocabulary is the field's reference data: the words that forms offer and that the process, the records and the
// reports store as codes. Types of search with their suggested hours, urgencies with their promises, staff groups,
// question frameworks, limits, products, reasons, sources, the impact questionnaire and the rest.
//
// The data are JSON files, one for each vocabulary, embedded in the binary. Each file has a version, names its public
// sources and says how sure it is of them: sourced, recalled or inferred; a term that differs says so itself. Load reads
// and checks all of it, so a program that started holds a catalogue in which every code, reference and number is sound.
//
// A code is never renamed or reused, because stored requests carry it. A vocabulary that changes gets a new version.
package vocabulary
