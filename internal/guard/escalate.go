package guard

// near is how close, in code points, two findings of one text must be to point
// at the same person. A summary may name an author on page one and give a
// postcode on page nine.
const near = 400

// escalate raises a name to block beside a date of birth, a postcode, an address
// or a bed, and raises the postcode or address with it.
func escalate(found []Finding) []Finding {
	for i := range found {
		for j := i + 1; j < len(found) && found[j].Start-found[i].End() <= near; j++ {
			raisePair(&found[i], &found[j])
		}
	}
	return found
}

// escalateAcross does the same between different fields, where distance means
// nothing.
func escalateAcross(found []Finding) []Finding {
	elsewhere := func(field string, wanted func(Kind) bool) bool {
		for _, f := range found {
			if f.Field != field && wanted(f.Kind) {
				return true
			}
		}
		return false
	}
	raise := make(map[string]bool) // by field and kind, so that each is asked once
	for i, f := range found {
		isName := f.Kind == KindName
		if !isName && !raisedByName(f.Kind) {
			continue
		}
		key := f.Field + string(f.Kind)
		if _, done := raise[key]; !done {
			wanted := pointsAtPlace
			if !isName {
				wanted = func(k Kind) bool { return k == KindName }
			}
			raise[key] = elsewhere(f.Field, wanted)
		}
		if raise[key] {
			found[i].Action = ActionBlock
		}
	}
	return found
}

// pointsAtPlace: the kinds that make a name certain enough to block.
func pointsAtPlace(k Kind) bool {
	return k == KindDateOfBirth || k == KindBedNameAge || raisedByName(k)
}

// raisedByName: the kinds that a name makes certain enough to block.
func raisedByName(k Kind) bool { return k == KindPostcode || k == KindAddress }

func raisePair(a, b *Finding) {
	if b.Kind == KindName {
		a, b = b, a
	}
	if a.Kind != KindName || !pointsAtPlace(b.Kind) {
		return
	}
	a.Action = ActionBlock
	if raisedByName(b.Kind) {
		b.Action = ActionBlock
	}
}
