package ui

func noticeStories() []Story {
	return []Story{
		{ID: "error-summary", Title: "Error summary", Parts: []Component{
			ErrorSummary{Items: []ErrorItem{{Target: "summary-email", Text: "Enter an e-mail address in the form name@example.org"}, {Target: "summary-when-year", Text: "The date must include a year"}}},
			Input{Field: Field{Name: "summary.email", Label: "E-mail address", Error: "Enter an e-mail address in the form name@example.org"}},
			DateInput{Field: Field{Name: "summary.when", Label: "When do you need it?", Error: "The date must include a year"}, Day: "1", Month: "12", BadYear: true},
		}},
		{ID: "banner", Title: "Notification banner", Parts: []Component{
			NotificationBanner{Title: "The library needs an answer from you", Heading: "Should we include community hospital wards?", Text: "The clock on your request is paused until you reply.", Link: &Link{Href: "#story-reply", Text: "Reply"}, ID: "banner-important"},
			Textarea{Field: Field{Name: "story-reply", Label: "Your reply", Hint: doNotIdentify}, Rows: 3},
		}},
		{ID: "banner-success", Title: "Notification banner after success", Parts: []Component{NotificationBanner{Success: true, Text: "Your reply was sent.", ID: "banner-success-title"}}},
		{ID: "inset", Title: "Inset text and warning", Parts: []Component{
			InsetText{Text: "This summary supports your judgement. It does not replace it."},
			WarningCallout{Heading: "Do not identify patients", Text: "Leave out names, numbers and dates of birth."},
			around{WarningCallout{}, []Component{Prose("A search never needs to know who the patient is.\n\nAn age group and a condition are enough.")}},
		}},
		{ID: "live", Title: "Places whose words change", Parts: []Component{
			Live{ID: "story-live", Text: "This list is from 2:41pm.", Link: "Show the newest", Href: "#", One: "1 new request.", Many: "{n} new requests.", Show: "Show it"},
			DraftStatus{Text: "Draft saved at 2:41pm"},
			Presence{People: []Present{{Name: "Tom Ellis", Writing: true}, {Name: "Sara Khan"}}},
			Status{Text: "Nothing is running."},
			SessionWarning{Seconds: 36000, Text: "You will be signed out at 5:20pm. What you typed is kept.", Href: "#", Link: "Stay signed in"},
		}},
		{ID: "guard-notice", Title: "Suspected identifiers", Parts: []Component{storyGuard(), Textarea{Field: Field{Name: "guarded.question", Label: "Your question", Value: "Falls in Mr Example, NHS number 999 123 4560", Guard: true}}}},
		{ID: "versions", Title: "Two versions", Parts: []Component{Versions{
			Heading: "Somebody else saved this summary while you were writing",
			Theirs:  "Saved by Tom Ellis at 2:41pm", Yours: "Yours, not saved",
			Fields: []VersionedField{
				{Label: "Title", Theirs: "Bed alarms and falls", Yours: "Bed alarms and falls"},
				{Label: "Bottom line", Theirs: "Alarms alone have not been shown to help.\nStaff report many false alarms.", Yours: "Alarms on their own may not help.\nStaff report many false alarms."},
				{Label: "Gaps", Theirs: "", Yours: "No study reported costs."},
			},
		}}},
	}
}

func storyGuard() GuardNotice {
	return GuardNotice{
		Findings: []GuardFinding{
			{Field: "guarded.question", Label: "Your question", Start: 27, Kind: "nhs_number", Looks: "an NHS number", Excerpt: "999 123 4560", Message: "Take it out: a search never needs it."},
			{Field: "guarded.question", Label: "Your question", Start: 9, Kind: "name", Looks: "a name", Excerpt: "Mr Example", Message: "Say “the patient” instead.", Reason: "not_a_patient"},
		},
		Reasons: []GuardReason{{Code: "not_a_patient", Label: "It is not about a patient"}, {Code: "other_number", Label: "It is another kind of number", Kinds: []string{"nhs_number"}}},
	}
}

func boxStories() []Story {
	return []Story{
		{ID: "details", Title: "Details and expander", Parts: []Component{
			Details{Summary: "Why we ask", Text: "It tells the librarian where to look."},
			around{Details{Summary: "Abstract", More: "of Bed alarms and falls", Open: true}, []Component{Prose("Sixteen wards took part.")}},
			Expander{Summary: "Opening times", Text: "9am to 5pm, Monday to Friday."},
			around{Expander{Summary: "Holidays", Open: true}, []Component{Prose("Closed on bank holidays.")}},
		}},
		{ID: "cards", Title: "Cards", Parts: []Component{
			Card{Heading: "Evidence summary", Size: "m", Href: "#", Text: "A written answer with references."},
			Card{Heading: "Before you start", Feature: true, Text: "It takes about 5 minutes."},
			around{Card{Heading: "Library", Size: "m", Actions: []Link{{Href: "#", Text: "Change", More: "Northmoor"}}}, []Component{Prose("Northmoor Health Library")}},
		}},
		{ID: "panel", Title: "Panel", H1: true, Parts: []Component{Panel{Heading: "Request sent", Text: "Your reference is ED-2026-000412"}}},
		{ID: "fieldset", Title: "Fieldset", Parts: []Component{
			around{Fieldset{Legend: "Your question in parts", Size: "m"}, []Component{
				Input{Field: Field{Name: "elements.population", Label: "Who is it about?", Optional: true}}, Input{Field: Field{Name: "elements.intervention", Label: "What is done?", Optional: true}},
			}},
		}},
		{ID: "side-panel", Title: "Side panel and clock", Parts: []Component{
			SidePanel{Heading: "Key facts", Facts: []Fact{{"Your librarian", Text("Priya Raman")}, {"Type of answer", Text("Evidence summary")}}},
			around{SidePanel{Heading: "Change your request"}, []Component{Link{Href: "#", Text: "Change the date you need it by"}}},
			ClockPanel{
				State: &Tag{Text: "Clock paused", Colour: "grey"}, Facts: []Fact{{"Promised for", Time{At: storyDay(17, 0), Style: TimeDate}}, {"Working time used", Text("2 days of 10")}},
				Why: "Two closed days and one bank holiday are not counted.", Link: &Link{Href: "#", Text: "How this date was worked out"},
			},
		}},
		{ID: "bottom-line", Title: "Bottom line in an article", Parts: []Component{
			around{Article{}, []Component{
				BottomLine{Text: "Alarms used on their own have not been shown to reduce falls.", Certainty: &Tag{Text: "Certainty: low", Colour: "orange"}, Note: "More research is likely to change this."},
				Prose("The rest of the summary."),
			}},
		}},
	}
}

func frameStories() []Story {
	nav := []NavItem{{Href: "#", Text: "Queue", Current: true, Page: true}, {Href: "#", Text: "My work"}, {Href: "#", Text: "Finished summaries"}, {Href: "#", Text: "Reports"}, {Href: "#", Text: "Settings"}}
	links := []Link{{Href: "#", Text: "Accessibility statement"}, {Href: "#", Text: "Privacy"}, {Href: "#", Text: "Contact the library"}}
	return []Story{
		{ID: "frame", Title: "Header and footer", Frame: true, Parts: []Component{
			SkipLink{},
			Header{Brand: Brand{Mode: BrandNeutral, Service: "Evidence requests", Organisation: "Northmoor Health Libraries"}, Wide: true, Nav: nav, Account: []AccountItem{{Text: "Priya Raman, librarian", Href: "#", Icon: true}}, SignOut: "#"},
		}},
		{ID: "footer", Title: "Footer", Foot: true, Parts: []Component{Footer{Links: links, Copyright: "Northmoor Health Libraries", Wide: true}}},
		{ID: "frame-organisation", Title: "Header of an NHS organisation", Frame: true, Parts: []Component{
			Header{Brand: Brand{Mode: BrandOrganisation, Service: "Evidence requests", Organisation: "Northmoor University Hospitals", Descriptor: "NHS Foundation Trust"}},
		}},
		{ID: "frame-service", Title: "Header of an NHS service", Frame: true, Parts: []Component{Header{Brand: Brand{Mode: BrandNHSService, Service: "Evidence requests"}}}},
		{ID: "work-header", Title: "Top of a request", H1: true, Frame: true, Parts: []Component{WorkHeader{
			Back: &BackLink{Href: "#", Text: "Queue"}, Reference: "ED-2026-000412", Title: "Falls alarms on acute wards",
			Facts: []Fact{{"Due", Time{At: storyDay(17, 0), Style: TimeDay}}, {"Status", Tag{Text: "Waiting for requester", Colour: "grey"}}, {"Librarian", Text("Priya Raman")}},
			Tabs:  &Tabs{Label: "This request", Items: []Tab{{Text: "Overview", Href: "#", Current: true}, {Text: "Searches", Href: "#", Count: "5"}, {Text: "Messages", Href: "#", Count: "1", Unit: "to answer", Alert: true}}},
		}}},
	}
}
