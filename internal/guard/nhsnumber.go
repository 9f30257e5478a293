package guard

import "strings"

// ValidNHSNumber reports whether digits, ten ASCII digits without separators,
// pass the modulus 11 check of the NHS Data Dictionary: the first nine are
// multiplied by 10, 9 … 2 and added; 11 minus the remainder mod 11 is the check
// digit, 11 counts as 0 and 10 is never issued. Scottish CHI numbers and ISBN-10
// use the same sum, and any ten equal digits pass.
func ValidNHSNumber(digits string) bool {
	if len(digits) != 10 {
		return false
	}
	sum := 0
	for i := range 10 {
		c := digits[i]
		if c < '0' || c > '9' {
			return false
		}
		sum += int(c-'0') * (10 - i)
	}
	// With the check digit added at weight 1 the sum divides by 11 exactly when
	// it is right, and a check value of 10 can never be one digit.
	return sum%11 == 0
}

// nhsNumbers finds NHS, Health and Care (Northern Ireland) and CHI numbers.
func (d *document) nhsNumbers() []Finding {
	var found []Finding
	chain := chainState{}
	for i := 0; i < len(d.words); {
		if !d.words[i].isNumber() {
			i++
			continue
		}
		windows := d.digitWindows(i)
		if n := len(windows); n == 0 || len(windows[n-1].digits) < fewestNHSDigits {
			i++
			continue
		}
		label := chain.label(d, i)
		last, kind := d.numberAt(i, windows, label)
		if kind != "" {
			found = append(found, d.span(d.words[i].start, d.words[last].end, kind))
		}
		chain.remember(label, last)
		i = last + 1
	}
	return found
}

// fewestNHSDigits is the shortest run that can be a mistyped NHS number.
const fewestNHSDigits = 8

// numberAt judges the readings of the digits that begin at word i. It returns
// the last word they cover and the kind, empty when they are no patient number.
func (d *document) numberAt(i int, windows []digitWindow, label numberLabel) (int, Kind) {
	for _, w := range windows {
		if len(w.digits) == 10 && d.acceptTen(i, w, label) {
			return w.last, numberKind(w.digits, label)
		}
	}
	if !label.claims() {
		return i, ""
	}
	if w, ok := unchecked(windows, label); ok && !d.startsDate(i) {
		switch {
		case sameDigits(w.digits):
			return w.last, KindPlaceholderNumber
		case label.is(labelCHI):
			return w.last, KindCHINumber
		}
		return w.last, KindNHSNumberUnchecked
	}
	return i, ""
}

// numberKind names ten digits that pass the check.
func numberKind(digits string, label numberLabel) Kind {
	switch {
	case sameDigits(digits):
		return KindPlaceholderNumber
	case label.is(labelCHI), !label.is(labelNHS) && startsWithBirth(digits):
		return KindCHINumber
	}
	return KindNHSNumber
}

// acceptTen decides on ten digits: the check digit, a plausible layout, and
// what stands around them. A label forgives any layout.
func (d *document) acceptTen(i int, w digitWindow, label numberLabel) bool {
	if !ValidNHSNumber(w.digits) || label.is(labelOther) {
		return false
	}
	if label.claims() && (label.explicit || w.plausible()) {
		return true
	}
	return w.plausible() && !d.insideLongerNumber(i, w) && !d.insideLink(i) && !d.isCount(w)
}

// unchecked picks the digits a typing error could have made of a labelled
// number: a single run of 8 to 11, else the grouping nearest to ten.
func unchecked(windows []digitWindow, label numberLabel) (digitWindow, bool) {
	if len(windows) > 0 && len(windows[0].digits) >= 8 {
		w := windows[0]
		return w, len(w.digits) <= 11 && (label.explicit || len(w.digits) == 10)
	}
	for _, n := range []int{10, 9, 11, 8} {
		for _, w := range windows {
			if len(w.digits) == n && (label.explicit || w.plausible()) {
				return w, true
			}
		}
	}
	return digitWindow{}, false
}

// sameDigits: 111 111 1111 passes every check and is a placeholder.
func sameDigits(digits string) bool {
	return strings.Count(digits, digits[:1]) == len(digits)
}

// startsWithBirth reports whether the first six digits are a day, month and
// year, as in every CHI number (NHS Data Dictionary: 010100 0000 to 311299 9999).
func startsWithBirth(digits string) bool {
	day, month := digits[:2], digits[2:4]
	return day >= "01" && day <= "31" && month >= "01" && month <= "12"
}
