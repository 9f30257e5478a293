package ui

func listStories() []Story {
	at := storyDay(11, 40)
	return []Story{
		{ID: "summary-list", Title: "Summary list and card", Parts: []Component{
			SummaryList{Rows: []SummaryRow{
				{Key: "Question", Value: "Do bed alarms reduce falls?\nOn acute wards.", Actions: []Action{{"Change", "#", "question"}}},
				{Key: "Attached", Parts: []Component{Link{Href: "#", Text: "policy-draft.docx"}}, Actions: []Action{{"Add", "#", "a file"}, {"Remove", "#", "policy-draft.docx"}}},
				{Key: "Limits"},
			}},
			SummaryCard{Heading: "Opening hours", Actions: []Link{{Href: "#", Text: "Change", More: "Opening hours"}, {Href: "#", Text: "Delete", More: "Opening hours"}}, List: SummaryList{Dense: true, Rows: []SummaryRow{{Key: "Monday", Value: "9am to 5pm"}}}},
		}},
		{ID: "task-list", Title: "Task list", Parts: []Component{TaskList{ID: "story-task", Tasks: []Task{
			{Title: "Agree the question", Href: "#", Hint: "You asked 2 days ago", Tag: &Tag{Text: "Waiting for reply", Colour: "yellow"}},
			{Title: "Search the sources", Href: "#", Status: "Done"},
			{Title: "Get it checked", Status: "Cannot start yet"},
		}}}},
		{ID: "tags", Title: "Tags", Parts: []Component{Parts{
			Tag{Text: "Default"},
			Tag{Text: "White", Colour: "white"},
			Tag{Text: "Grey", Colour: "grey"},
			Tag{Text: "Green", Colour: "green"},
			Tag{Text: "Aqua green", Colour: "aqua-green"},
			Tag{Text: "Blue", Colour: "blue"},
			Tag{Text: "Purple", Colour: "purple"},
			Tag{Text: "Pink", Colour: "pink"},
			Tag{Text: "Red", Colour: "red"},
			Tag{Text: "Orange", Colour: "orange"},
			Tag{Text: "Yellow", Colour: "yellow"},
			Tag{Text: "Plain", Plain: true},
		}}},
		{ID: "steps", Title: "Steps", Parts: []Component{Steps{Items: []Step{
			{State: StepDone, Title: "Request received", At: at},
			{State: StepWaiting, Title: "Searching", Text: "Paused since Wednesday 18 November 2026."},
			{State: StepNow, Title: "Writing your summary"},
			{State: StepTodo, Title: "Sent to you", Text: "Expected by Friday 27 November 2026"},
		}}}},
		{ID: "messages", Title: "Messages and timeline", Parts: []Component{
			Messages{Items: []Message{
				{ID: "story-message", From: "Priya Raman, librarian", At: at, Text: "Thanks for your question.\n\nShould we include community hospitals?"},
				{From: "You", At: at, Text: "Yes, include them.", Yours: true},
				{From: "note from Tom Ellis", At: at, Text: "The 2025 search has a block you can use again.", LibraryOnly: true, Parts: []Component{Link{Href: "#", Text: "block.txt"}}},
			}},
			Timeline{Items: []Event{{Title: "Clock paused", Text: "Question sent to the requester.", At: at}, {Title: "Accepted", At: at}}},
		}},
		{ID: "figures", Title: "Figures", Parts: []Component{
			Stats{Items: []Stat{{Label: "Requests answered", Value: "498", Note: "Up 62 on the year before", Href: "#"}, {Label: "Answered on time", Value: "88%"}}},
			Flow{Label: "Records at each stage", Items: []FlowItem{{"412", "imported"}, {"38", "read in full"}, {"9", "included"}}},
			Meter{Text: "7 of 10 requests", Value: 7, Max: 10},
			Quote{Text: "We stopped a costly roll-out.", By: "Ward manager, acute medicine"},
			FigureSection{
				ID: "story-activity", Heading: "3 of 4 requests were answered on time", About: "Timeliness", Notes: []string{"Counted by the day of the answer."},
				Table: Table{
					Caption: "Timeliness", Columns: []Column{{Text: "What", RowHeader: true}, {Text: "2026", Numeric: true}},
					Rows: []Row{{Cells: []Cell{TextCell("Met the agreed date"), TextCell("3 of 4")}}},
				},
				Means: []Link{{Href: "#", Text: "On time"}},
			},
		}},
	}
}

func tableStories() []Story {
	queue := Table{
		ID: "story-queue", Caption: "Open requests, due soonest first", CaptionHidden: true, Compact: true, Stack: true,
		Columns: []Column{{Text: "Select", Select: true}, {Text: "Request", RowHeader: true}, {Text: "Due", SortHref: "#", Sort: "ascending"}, {Text: "Status", SortHref: "#"}, {Text: "Librarian", SortHref: "#"}, {Text: "Results", Numeric: true}},
		Rows: []Row{
			storyRow("ED-2026-000398", "Stopping anticoagulants before endoscopy", Due{Text: "1 day overdue", Colour: "red", At: storyDay(17, 0)}, Tag{Text: "Writing", Colour: "blue"}, TextCell("Tom Ellis"), false),
			storyRow("ED-2026-000419", "Safe discharge time after an overdose", Due{Text: "2 days left", At: storyDay(17, 0)}, Tag{Text: "New", Colour: "purple"},
				PartsCell(Note("Not assigned"), Button{Text: "Take it", More: ": ED-2026-000419", Variant: LinkButton, Name: "claim", Value: "ED-2026-000419"}), true),
		},
	}
	bar := BulkBar{
		Label: "Change selected requests", All: "Select all 2 on this page", None: "Select requests, then choose what to do", One: "1 request selected", Many: "{n} requests selected",
		Action: Select{Field: Field{Name: "action", Label: "With selected requests", LabelHidden: true}, Items: []Option{{"me", "Assign to me"}, {"urgent", "Mark as urgent"}}},
		Button: Button{Text: "Apply", More: "to selected requests", Small: true, Variant: Secondary},
	}
	return []Story{
		{ID: "tabs", Title: "Tabs and chips", Parts: []Component{
			Tabs{Label: "Saved views", Items: []Tab{{Text: "All open", Href: "#", Count: "24", Unit: "requests", Current: true}, {Text: "Overdue", Href: "#", Count: "3", Unit: "requests", Alert: true}, {Text: "Mine", Href: "#"}}},
			Chips{Items: []Link{{Href: "#", Text: "Site: Northmoor General"}, {Href: "#", Text: "Urgent"}}, Clear: &Link{Href: "#", Text: "Clear all filters"}},
		}},
		{ID: "queue", Title: "Queue", Parts: []Component{around{Form{Action: "#", ID: "story-queue-form", Key: "k"}, []Component{bar, boxed{queue}}}, Pagination{Label: "Pages of the queue", PreviousHref: "#", PreviousTitle: "Due sooner", NextHref: "#", NextTitle: "Due later", Total: "Showing 26 to 50 of 1,204 requests"}}},
		{ID: "table", Title: "Tables", Parts: []Component{
			Table{Caption: "Findings by outcome", CaptionSize: "m", Columns: []Column{{Text: "Outcome", RowHeader: true}, {Text: "Finding"}, {Text: "Studies", Numeric: true}}, Rows: []Row{
				{Cells: []Cell{TextCell("Falls"), {Text: "No clear difference", Note: "Low certainty"}, NumberCell(3)}}, {Cells: []Cell{LinkCell("#", "Injuries"), TextCell("Too few to be sure"), NumberCell(1204)}},
			}},
			Table{ID: "story-load", Caption: "Team load", Compact: true, Striped: true, Scroll: true, Columns: []Column{{Text: "Person", RowHeader: true}, {Text: "Open", Numeric: true}, {Text: "Due this week", Numeric: true}, {Text: "Load"}}, Rows: []Row{
				{Cells: []Cell{TextCell("Priya Raman"), NumberCell(12), NumberCell(4), PartsCell(Meter{Text: "12 of 15", Value: 12, Max: 15})}}, {Cells: []Cell{TextCell("Tom Ellis"), NumberCell(7), NumberCell(1), PartsCell(Meter{Text: "7 of 15", Value: 7, Max: 15})}},
			}},
			Table{Caption: "Templates", Columns: []Column{{Text: "Name", RowHeader: true}}, Empty: "There are no templates yet."},
		}},
	}
}

// boxed puts a table of staff on white, as pages do with app-queue.
type boxed struct{ Table Table }

func (boxed) template() string { return "boxed" }

func storyRow(reference, title string, due Due, status Tag, owner Cell, fresh bool) Row {
	return Row{Fresh: fresh, Cells: []Cell{
		PartsCell(SelectBox{Name: "id", Value: reference, Label: "Select " + reference}),
		{Text: title, Href: "#", Note: reference + " · Endoscopy"},
		PartsCell(due), PartsCell(status), owner, NumberCell(1932),
	}}
}

func deskStories() []Story {
	decide := func(id, title, value string) (*Radios, *Select) {
		return &Radios{Field: Field{Name: id, Label: "Decision", LabelMore: "on " + title, Value: value}, Inline: true, Small: true, Items: []Item{{Value: "include", Label: "Include"}, {Value: "maybe", Label: "Maybe"}, {Value: "exclude", Label: "Exclude"}}},
			&Select{Field: Field{Name: id + ".reason", Label: "Reason to exclude", LabelMore: ": " + title}, Items: []Option{{"", "Choose a reason"}, {"population", "Wrong population"}}}
	}
	first, second := "Bed alarms and falls on medical wards", "Chair sensors for people living with delirium"
	firstDecision, firstReason := decide("r1", first, "include")
	secondDecision, secondReason := decide("r2", second, "exclude")
	return []Story{
		{ID: "strategy", Title: "Search strategy", Parts: []Component{StrategyTable{ID: "story-strategy", Caption: "MEDLINE search lines and results", Lines: []StrategyLine{
			{Number: "1", Query: "exp Accidental Falls/", Hits: "28,914"}, {Number: "2", Query: "((bed or chair) adj3 (alarm* or alert*)).ti,ab.", Hits: "1,932"}, {Number: "3", Query: "1 and 2 and 4", Warnings: []string{"line 4 does not exist"}},
		}}}},
		{ID: "references", Title: "References", Parts: []Component{Heading{Text: "References", Level: 2}, ReferenceList{Items: []Reference{
			{ID: "story-r1", Title: first, Href: "#", Authors: "Alder J, Birch K", Journal: "Example Journal of Nursing", Year: "2024", FoundIn: "Found in MEDLINE, CINAHL", Abstract: "Example abstract. 16 wards.", Decision: firstDecision, Reason: firstReason},
			{Title: second, Authors: "Dogwood P", Journal: "Sample Geriatrics", Year: "2022", Tags: []Tag{{Text: "Possible duplicate", Colour: "yellow"}}, Decision: secondDecision, Reason: secondReason},
		}}}},
		{ID: "timer", Title: "Timer", Parts: []Component{
			Timer{Label: "Time on this request", Seconds: 5100, Started: storyDay(9, 0), Now: storyDay(9, 10), PauseTo: "#", StartTo: "#", LogHref: "#", LogText: "Log this time", Key: "k"},
			Timer{Label: "Time on another request", StartTo: "#", PauseTo: "#", Key: "k"},
		}},
	}
}
