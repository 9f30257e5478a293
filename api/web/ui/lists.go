package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SummaryList shows names and values, with what can be done about each.
type SummaryList struct {
	Rows         []SummaryRow
	NoBorder     bool
	NoLastBorder bool
	Dense        bool // 16 px, for staff
}

// SummaryRow is one row. Value is shown as written, Parts where it is more than text.
type SummaryRow struct {
	Key     string
	Value   string
	Parts   []Component
	Empty   string // shown when there is no value; "Not given" when empty
	Actions []Action
}

// Action is a link of a row: {"Change", "/…", "e-mail address"}.
type Action struct {
	Text string
	Href string
	More string // only screen readers say it
}

// SummaryCard is a SummaryList in a card. May have more markup inside, after the list.
type SummaryCard struct {
	Heading string
	Level   int
	ID      string
	Actions []Link
	List    SummaryList
}

// TaskList says what is to be done and how far it is.
type TaskList struct {
	ID    string // prefix of the ids; "task-list" when empty
	Tasks []Task
}

// Task is one thing to do. Without Href it cannot be done yet.
type Task struct {
	Title  string
	Href   string
	Hint   string
	Status string // in words; with Tag in words and colour
	Tag    *Tag
}

// Tag is a state in words. Colours: white, grey, green, aqua-green, blue, purple, pink, red, orange, yellow.
type Tag struct {
	Text   string
	Colour string
	Plain  bool // no border and no colour
}

// StepState is how far a step is.
type StepState string

// The states of a step.
const (
	StepDone    StepState = "done"
	StepNow     StepState = "now"
	StepWaiting StepState = "wait"
	StepTodo    StepState = "todo"
)

// Steps shows a requester how far the request is.
type Steps struct {
	Level int // of the titles; 3 when 0
	Items []Step
}

// Step is one of them.
type Step struct {
	State StepState
	Words string // the state in words, said after the title; defaults exist
	Title string
	Text  string
	At    time.Time
}

// Timeline lists what happened, newest first.
type Timeline struct{ Items []Event }

// Event is one thing that happened.
type Event struct {
	Title string
	Text  string
	At    time.Time
}

// Messages is a conversation, oldest first.
type Messages struct{ Items []Message }

// Message is one message. A note that only the library sees looks different and says so.
type Message struct {
	ID          string // anchor
	From        string
	At          time.Time
	Text        string
	Yours       bool
	LibraryOnly bool
	Parts       []Component // after the text: attachments
}

// Stats are figures side by side.
type Stats struct{ Items []Stat }

// Stat is a figure with its name and what it means.
type Stat struct {
	Label string
	Value string
	Note  string
	Href  string // what the figure counts
}

// Flow shows how many records are left after each stage.
type Flow struct {
	Label string // for screen readers
	Items []FlowItem
}

// FlowItem is one stage.
type FlowItem struct {
	Value string
	Label string
}

// Meter shows a part of a whole as a bar. Text says it in words; the bar is decoration.
type Meter struct {
	Text  string
	Value int
	Max   int
}

// Quote is what somebody said.
type Quote struct {
	Text string
	By   string
}

// HasActions reports whether any row has an action.
func (s SummaryList) HasActions() bool {
	return slices.ContainsFunc(s.Rows, func(r SummaryRow) bool { return len(r.Actions) > 0 })
}

// Lines are the lines of the value.
func (r SummaryRow) Lines() []string {
	if r.Value == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(strings.TrimSpace(r.Value), "\r\n", "\n"), "\n")
}

// Blank reports whether there is nothing to show.
func (r SummaryRow) Blank() bool { return r.Value == "" && len(r.Parts) == 0 }

// EmptyText is what is said when there is nothing to show.
func (r SummaryRow) EmptyText() string { return cmp.Or(r.Empty, "Not given") }

// Card is the card around the list.
func (s SummaryCard) Card() Card {
	return Card{Heading: s.Heading, Level: s.Level, ID: s.ID, Actions: s.Actions, Size: "m"}
}

// Rows is the list as it stands in a card.
func (s SummaryCard) Rows() SummaryList {
	list := s.List
	list.NoLastBorder = true
	return list
}

// TaskEntry is a task with its ids.
type TaskEntry struct {
	Task
	HintID, StatusID string
}

// Entries are the tasks with their ids.
func (t TaskList) Entries() []TaskEntry {
	list := make([]TaskEntry, len(t.Tasks))
	for i, task := range t.Tasks {
		id := cmp.Or(t.ID, "task-list") + "-" + strconv.Itoa(i+1)
		list[i] = TaskEntry{task, id + "-hint", id + "-status"}
	}
	return list
}

// TitleLevel is the level of the titles with its default.
func (s Steps) TitleLevel() int {
	if s.Level == 0 {
		return 3
	}
	return s.Level
}

// Done reports whether the step lies behind.
func (s Step) Done() bool { return s.State == StepDone }

// Current reports whether the request is at this step.
func (s Step) Current() bool { return s.State == StepNow || s.State == StepWaiting }

// Said is the state in words.
func (s Step) Said() string {
	words := map[StepState]string{StepDone: "done", StepNow: "in progress", StepWaiting: "waiting for you", StepTodo: "not started"}
	return cmp.Or(s.Words, words[s.State])
}

// Percent is the part of the whole, from 0 to 100.
func (m Meter) Percent() int {
	if m.Max <= 0 {
		return 0
	}
	return min(100, max(0, m.Value*100/m.Max))
}

func (SummaryList) template() string { return "summary-list" }
func (SummaryCard) template() string { return "summary-card" }
func (TaskList) template() string    { return "task-list" }
func (Tag) template() string         { return "tag" }
func (Steps) template() string       { return "steps" }
func (Timeline) template() string    { return "timeline" }
func (Messages) template() string    { return "messages" }
func (Stats) template() string       { return "stats" }
func (Flow) template() string        { return "flow" }
func (Meter) template() string       { return "meter" }
func (Quote) template() string       { return "quote" }

func (SummaryCard) container() {}
