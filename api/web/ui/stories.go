package ui

import "time"

// Story is a component in one state, for the page /dev/components and the checks that visit it.
type Story struct {
	ID    string // in the address
	Title string
	Parts []Component
	H1    bool // brings the heading of its page, so it needs a page of its own
	Frame bool // is the top of a page, so it stands before main; with H1 at the beginning of main
	Foot  bool // is the foot of a page, so it stands after main
}

// around is a container with components inside.
type around struct {
	Container Container
	Inside    []Component
}

func (around) template() string { return "around" }

// Stories are the components in their states. All names, journals and figures are invented.
func Stories() []Story {
	var all []Story
	for _, list := range [][]Story{textStories(), choiceStories(), buttonStories(), noticeStories(), boxStories(), listStories(), tableStories(), deskStories(), frameStories()} {
		all = append(all, list...)
	}
	return all
}

// storyDay is the day on which the stories happen: a Friday in winter, when London has UTC.
func storyDay(hour, minute int) time.Time {
	return time.Date(2026, time.November, 20, hour, minute, 0, 0, time.UTC)
}

const doNotIdentify = "Do not include anything that could identify a patient"

func textStories() []Story {
	question := Field{Name: "question", Label: "What do you want to know?", LabelSize: "m", Hint: doNotIdentify, Guard: true}
	wrong := question
	wrong.Name, wrong.Error = "question.wrong", "Enter your question"
	filled := question
	filled.Name, filled.Value = "question.filled", "Do bed alarms reduce falls?\nOn acute wards."
	return []Story{
		{ID: "input", Title: "Input", Parts: []Component{
			Input{Field: Field{Name: "name", Label: "Full name", Autocomplete: "name"}},
			Input{Field: Field{Name: "email", Label: "E-mail address", Hint: "We send your summary here", Value: "a.osei@example.org", Autocomplete: "email"}, Type: "email"},
			Input{Field: Field{Name: "minutes", Label: "How long did it take?", InputMode: "numeric", Autocomplete: "off"}, Width: 4, Suffix: "minutes"},
			Input{Field: Field{Name: "cost", Label: "What did it save?", Optional: true, InputMode: "decimal", Autocomplete: "off"}, Width: 10, Prefix: "£"},
			Input{Field: Field{Name: "reference", Label: "Reference", Value: "ED-2026-000412", Autocomplete: "off"}, Width: 20, Code: true},
		}},
		{ID: "input-error", Title: "Input with an error", Parts: []Component{
			Input{Field: Field{Name: "email.wrong", Label: "E-mail address", Hint: "We send your summary here", Value: "a.osei", Error: "Enter an e-mail address in the form name@example.org", Autocomplete: "email"}, Type: "email"},
			Input{Field: Field{Name: "minutes.wrong", Label: "How long did it take?", Value: "an hour", Error: "Minutes must be a number, such as 30", InputMode: "numeric"}, Width: 4, Suffix: "minutes"},
		}},
		{ID: "textarea", Title: "Textarea", Parts: []Component{
			Textarea{Field: question},
			Textarea{Field: filled, Rows: 3},
			Textarea{Field: Field{Name: "background", Label: "Background", Optional: true}, MaxLength: 2000, Threshold: 75},
			Textarea{Field: Field{Name: "bottom-line-text", Label: "Bottom line", Hint: "Two sentences"}, MaxWords: 60, Rows: 3},
		}},
		{ID: "textarea-error", Title: "Textarea with an error", Parts: []Component{Textarea{Field: wrong, MaxLength: 4000}}},
		{ID: "textarea-heading", Title: "Textarea whose label is the heading of the page", H1: true, Parts: []Component{
			Textarea{Field: Field{Name: "one", Label: "What do you want to know?", LabelSize: "l", LabelIsHeading: true, Caption: "Question 1 of 4", Hint: doNotIdentify}},
		}},
		{ID: "select", Title: "Select", Parts: []Component{
			Select{Field: Field{Name: "staff_group", Label: "Your role", Value: "nurse"}, Items: storyRoles()},
			Select{Field: Field{Name: "staff_group.wrong", Label: "Your role", Error: "Choose your role"}, Items: storyRoles()},
		}},
		{ID: "file-upload", Title: "File upload", Parts: []Component{
			FileUpload{Field: Field{Name: "file", Label: "Upload a file", LabelSize: "s", Hint: "RIS, NBIB or BibTeX, up to 20 MB"}, Accept: ".ris,.nbib,.bib"},
			FileUpload{Field: Field{Name: "file.wrong", Label: "Upload a file", Error: "The file must be smaller than 20 MB"}, Multiple: true},
		}},
		{ID: "search-input", Title: "Search input", Parts: []Component{
			around{Form{Action: "/queue", Get: true, Label: "Search the queue"}, []Component{
				SearchInput{Field: Field{Name: "q", Label: "Search reference, question or name", Value: "falls"}},
			}},
		}},
	}
}

func storyRoles() []Option {
	return []Option{{"", "Choose your role"}, {"doctor", "Doctor"}, {"nurse", "Nurse or midwife"}, {"other", "Something else"}}
}

func choiceStories() []Story {
	uses := []Item{
		{Value: "patient", Label: "Care of patients", Hint: "One patient or a group"},
		{Value: "guideline", Label: "A guideline or policy"},
		{Divider: "or"},
		{Value: "other", Label: "Something else"},
	}
	return []Story{
		{ID: "radios", Title: "Radios", Parts: []Component{
			Radios{Field: Field{Name: "purpose", Label: "What is it for?", LabelSize: "m", Hint: "Choose the one that fits best", Value: "guideline"}, Items: uses},
			Radios{Field: Field{Name: "decision", Label: "Decision", LabelMore: "on Bed alarms and falls", LabelSize: "s"}, Inline: true, Small: true, Items: []Item{{Value: "include", Label: "Include"}, {Value: "exclude", Label: "Exclude"}}},
		}},
		{ID: "radios-error", Title: "Radios with an error", Parts: []Component{
			Radios{Field: Field{Name: "purpose.wrong", Label: "What is it for?", LabelSize: "m", Error: "Choose what it is for"}, Items: uses},
		}},
		{ID: "radios-heading", Title: "Radios whose legend is the heading of the page", H1: true, Parts: []Component{
			Radios{Field: Field{Name: "urgency", Label: "How soon do you need it?", LabelSize: "l", LabelIsHeading: true, Caption: "Question 3 of 4"}, Items: []Item{{Value: "week", Label: "In a week"}, {Value: "month", Label: "In a month"}}},
		}},
		{ID: "checkboxes", Title: "Checkboxes", Parts: []Component{
			Checkboxes{Field: Field{Name: "changed", Label: "What changed?", LabelSize: "m", Hint: "Choose all that apply"}, Values: []string{"care"}, Items: []Item{
				{Value: "care", Label: "Care of a patient"}, {Value: "learning", Label: "My team learned something"}, {Divider: "or"}, {Value: "none", Label: "None of these", Exclusive: true},
			}},
			Checkboxes{Field: Field{Name: "pause"}, Items: []Item{{Value: "1", Label: "I need an answer before I can go on", Hint: "This pauses the clock until they reply"}}},
			Checkboxes{Field: Field{Name: "agree.wrong", Error: "Confirm that nothing identifies a patient"}, Small: true, Items: []Item{{Value: "1", Label: "Nothing here identifies a patient"}}},
		}},
		{ID: "dates", Title: "Date and time", Parts: []Component{
			DateInput{Field: Field{Name: "needed_by", Label: "When do you need it?", LabelSize: "m", Hint: "For example, 27 11 2026"}, Day: "27", Month: "11", Year: "2026"},
			DateInput{Field: Field{Name: "needed_by.wrong", Label: "When do you need it?", LabelSize: "m", Error: "The date must include a year"}, Day: "27", Month: "11", BadYear: true},
			TimeInput{Field{Name: "at", Label: "Time", Hint: "For example, 2:30pm"}},
		}},
	}
}

// storyBack is a BackLink where pages put it.
type storyBack struct{}

func (storyBack) template() string { return "story-back" }

// Link is the link itself.
func (storyBack) Link() BackLink { return BackLink{Href: "#"} }

func buttonStories() []Story {
	return []Story{
		{ID: "buttons", Title: "Buttons and links", Parts: []Component{
			ButtonGroup{Items: []Component{
				Button{Text: "Save and continue", PreventDoubleClick: true}, Button{Text: "Save draft", Variant: Secondary}, Button{Text: "Delete", Variant: Warning}, Link{Href: "#", Text: "Cancel"},
			}},
			ButtonGroup{Items: []Component{
				Button{Text: "Log a request", Variant: Secondary, Small: true, Href: "#"},
				Button{Text: "Print or save as PDF", Variant: Secondary, Small: true, Print: true},
				Button{Text: "Take it", More: ": ED-2026-000123", Variant: LinkButton, Name: "claim", Value: "1"},
			}},
			Text("A link: "),
			Link{Href: "#", Text: "Change", More: "e-mail address"},
			Button{Text: "Copy the strategy", Variant: Secondary, Small: true, CopyFrom: "story-strategy"},
			Button{Text: "Insert where you were writing", Variant: Secondary, Small: true, InsertFrom: "story-reference"},
		}},
		{ID: "action-link", Title: "Action link", Parts: []Component{ActionLink{Href: "#", Text: "Ask for a search"}}},
		{ID: "navigation", Title: "Back link and breadcrumb", Frame: true, Parts: []Component{
			storyBack{}, Breadcrumb{Items: []Link{{Href: "#", Text: "Home"}, {Href: "#", Text: "Settings"}}},
		}},
	}
}
