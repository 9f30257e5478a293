package duplicate

// idUnconfirmed asks about a shared identifier when the title is much the same, or the place is and may bear a translation. Of two
// abstracts on one page of a supplement it does not ask.
func idUnconfirmed(e evidence) bool {
	switch {
	case e.pmid == agree:
		return e.title.alike != titleDiffers || e.place() && e.abstract != differ
	case e.doi != agree || e.title.numbers:
		return false
	case e.title.alike == titleSame:
		return !e.weak || e.authors != differ && e.only(FieldYear)
	}
	return e.title.alike >= titleSimilar && !e.weak || e.translated()
}

// translated records have one place, the same people and another title.
func (e evidence) translated() bool {
	return e.place() && e.lastPage && e.authors == agree && e.abstract != differ
}

// titleOnly asks when nothing speaks against the pair and too little for it. Generic titles need their issue or volume.
func titleOnly(e evidence) bool {
	if e.title.alike < titleContained || !e.only() {
		return false
	}
	if e.weak {
		return e.title.alike == titleSame && e.sameYear && e.askable()
	}
	return e.authors == agree || e.title.alike >= titleNear && (e.journal == agree || e.volume == agree || e.pages == agree)
}

// askable is what a weak title needs to be worth a question.
func (e evidence) askable() bool {
	if e.generic {
		return e.volume == agree && e.issue != differ && (e.issue == agree || e.authors == agree)
	}
	return e.authors == agree || e.volume == agree
}

// titleContradicted asks about the same title by the same authors when one detail differs, or another one although volume and
// page agree. Where two details differ it does not ask: a talk given twice, or before its paper, is another publication.
func titleContradicted(e evidence) bool {
	if e.title.alike < titleContained || e.title.numbers && !e.place() {
		return false
	}
	if e.place() && !e.weak && len(e.conflicts()) <= 2 {
		return e.authors == agree || e.title.alike >= titleNear
	}
	if e.generic || e.authors != agree {
		return false
	}
	if e.weak {
		return e.title.alike == titleSame && e.journal == agree && e.sameYear && e.only(FieldVolume, FieldPages)
	}
	return e.only(FieldYear, FieldJournal, FieldVolume, FieldPages, FieldAbstract) && e.support()
}

// support is something that agrees besides title and authors.
func (e evidence) support() bool {
	return e.volume == agree || e.pages == agree || e.abstract == agree || e.journal == agree && e.sameYear
}

// noticeOf asks about the correction of a paper, or the reply to it, by its own authors: some call them one publication.
func noticeOf(e evidence) bool {
	return e.title.kind && !e.title.numbers && !e.generic && e.title.alike >= titleSimilar && e.authors != differ && e.journal == agree &&
		e.year == agree && e.pmid != differ && e.doi != differ
}

// similarTitle asks about records that are too bare to tell: a title that changed before print, a trial that was registered twice.
func similarTitle(e evidence) bool {
	return e.title.alike == titleSimilar && !e.weak && !e.title.numbers && !e.title.kind && e.sameYear && e.bare &&
		e.authors != differ && (e.journal == agree && e.authors == agree || e.unplaced) && e.onlyTitle()
}

// placeOnly asks about other titles at one place: a translation, a typing error in a number, a title that was changed.
func placeOnly(e evidence) bool {
	if e.pmid == differ || e.doi == differ || e.authors == differ {
		return false
	}
	return e.translated() || e.place() && (e.title.alike == titleSimilar || e.lastPage && e.title.alike > titleSimilar)
}
