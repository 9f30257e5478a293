package guard

import "strings"

// names finds patients' names by what stands before them: a title, a word for a
// person, a label, a relationship, or "re:". anchors are the identifiers already
// found; a name right beside one needs no other cue.
func (d *document) names(anchors []byteSpan, dates []dateSpan) []Finding {
	var found []Finding
	add := func(n personName, ok bool) {
		if ok {
			found = append(found, d.span(d.words[n.first].start, d.words[n.last].end, KindName))
		}
	}
	for i := range d.words {
		add(d.titledName(i))
		add(d.labelledName(i))
		add(d.personNoun(i))
		add(d.subjectName(i))
		add(d.calledName(i))
		add(d.relativeName(i))
	}
	for _, n := range d.besideNames(anchors, dates) {
		add(n, true)
	}
	for _, n := range d.fileNames(dates) {
		add(n, true)
	}
	return found
}

// follows gives the word after i when only spaces and the given marks stand
// between, else -1.
func (d *document) follows(i int, marks string) int {
	if i+1 >= len(d.words) {
		return -1
	}
	gap := d.gap(i + 1)
	if gap == "" || len(gap) > 6 || strings.Trim(gap, " \n"+marks) != "" {
		return -1
	}
	return i + 1
}

// titledName: Mr, Mrs, Miss, Ms, Mx or Master and a name. Staff titles (Dr,
// Prof, Sister) are not looked at.
func (d *document) titledName(i int) (personName, bool) {
	title := d.words[i]
	if gluedTitle(title.text) {
		return personName{first: i, last: i, words: 1}, !d.isStaff(i, i)
	}
	if !isTitle(title.lower) {
		return personName{}, false
	}
	j := d.follows(i, ".")
	if j < 0 {
		return personName{}, false
	}
	n, ok := d.readName(j, trustTitle)
	if !ok {
		n, ok = d.titledInitials(title, j)
	}
	if !ok || !d.titleHolds(title, n) || d.isStaff(i, n.last) {
		return personName{}, false
	}
	n = d.trimName(n)
	n.first = i
	return n, true
}

// gluedTitle: "MrsCrossley", typed without the space.
func gluedTitle(text string) bool {
	for _, title := range []string{"Mrs", "Mr", "Miss"} {
		rest, ok := strings.CutPrefix(text, title)
		if ok && len(rest) > 2 && isASCIIUpper(rest) && strings.ToLower(rest[1:]) == rest[1:] {
			return true
		}
	}
	return false
}

func isTitle(lower string) bool {
	switch lower {
	case "mr", "mrs", "miss", "ms", "mx", "master":
		return true
	}
	return false
}

// titledInitials: "Mr JS", but not "Mr CT" nor the stock "Mr X".
func (d *document) titledInitials(title word, j int) (personName, bool) {
	w := d.words[j]
	ok := title.capitalised() && w.allCaps() && w.letters() >= 2 && w.letters() <= 3 && !isOrdinary(w)
	return personName{first: j, last: j, initials: w.letters()}, ok
}

// titleHolds: is it a title here? MR is also imaging and a slow-release tablet,
// MS a disease, Mx management, and to miss and to master are verbs.
func (d *document) titleHolds(title word, n personName) bool {
	first := d.words[n.lead]
	ordinary := isOrdinary(first)
	known := n.known > 0 && !ordinary
	switch title.text {
	case "Mr", "Mrs":
		return true
	case "MRS", "mrs":
		return !ordinary || n.known > 0
	case "MR":
		return !ordinary && (n.shaped || n.known > 0 || d.shouting(n.lead)) || n.known > 1
	case "mr":
		return !ordinary || n.known > 1
	case "Miss", "Ms", "MISS":
		return (!ordinary || n.known > 0) && (n.shaped || known || d.shouting(n.first))
	case "Master", "Mx", "MX":
		return known || n.shaped && (!ordinary || n.known > 1)
	case "miss", "ms", "MS", "master", "mx", "MASTER":
		return known && (n.shaped || n.known == n.words)
	}
	return known
}

// labelledName: surname, forename, patient name, next of kin, initials.
func (d *document) labelledName(i int) (personName, bool) {
	j := -1
	switch d.words[i].lower {
	case "surname", "forename", "forenames", "nok", "firstname", "lastname":
		j = i
	case "kin":
		j = i
	case "name", "names", "name's":
		if d.isPatientsName(i) {
			j = i
		}
	case "initials":
		return d.labelledInitials(i)
	}
	if j < 0 {
		return personName{}, false
	}
	if j = d.skipFiller(j); j < 0 {
		return personName{}, false
	}
	n, ok := d.readName(j, trustLabel)
	if !ok || d.isStaff(i, n.last) || d.namesAsker(i, n.last) {
		return personName{}, false
	}
	return d.trimName(n), n.words > 0 && d.labelHolds(i, j, n)
}

// labelHolds: a word in small letters that no list knows is a name only after a
// label that can be followed by nothing else.
func (d *document) labelHolds(i, j int, n personName) bool {
	label := d.words[i].lower
	if (label == "nok" || label == "kin") && !n.shaped && n.known == 0 {
		return false
	}
	return !isOrdinary(d.words[n.lead]) || n.given && n.words > 1 || d.colonBefore(j)
}

// skipFiller passes the small words and relations between a label and a name:
// "surname is", "NOK: her daughter".
func (d *document) skipFiller(j int) int {
	for range 6 {
		if j = d.follows(j, ":=-.,('\")"); j < 0 {
			return -1
		}
		switch d.words[j].lower {
		case "is", "was", "the", "of", "her", "his", "their", "pt", "patient", "name", "this", "given", "as", "being", "first", "full":
		default:
			if !isRelative(d.words[j].lower) {
				return j
			}
		}
	}
	return -1
}

func (d *document) colonBefore(j int) bool {
	return strings.ContainsAny(d.gap(j), ":=") && (d.words[j].capitalised() || isKnownName(d.words[j]))
}

// isPatientsName: "patient name", "full name", "her name", or "Name:" opening a
// line. The name of a drug, a journal or the asker is something else.
func (d *document) isPatientsName(i int) bool {
	if i > 0 {
		prev := d.words[i-1]
		if strings.Trim(d.gap(i), " /") == "" {
			switch strings.TrimSuffix(prev.lower, "'s") {
			case "patient", "pt", "pts", "client", "resident", "child", "baby", "full", "her", "his", "their", "mother", "mum", "maiden", "married", "father",
				"first", "last", "second", "middle", "family", "lady", "gentleman", "man", "woman", "girl", "boy", "preferred", "user":
				return true
			}
			return false
		}
	}
	return strings.HasPrefix(strings.TrimLeft(d.text[d.words[i].end:], " "), ":")
}

// labelledInitials: "initials JS", "initials: D.K.".
func (d *document) labelledInitials(i int) (personName, bool) {
	j := d.skipFiller(i)
	if j < 0 {
		return personName{}, false
	}
	w := d.words[j]
	n := personName{first: j, last: j, initials: w.letters()}
	for n.last+1 < len(d.words) && d.words[n.last+1].letters() == 1 && d.words[n.last+1].allCaps() && nameGap(d.gap(n.last+1), n, d.words[n.last]) {
		n.last++
		n.initials++
	}
	return n, w.allCaps() && w.letters() <= 3 && n.initials >= 2 && n.initials <= 4
}
