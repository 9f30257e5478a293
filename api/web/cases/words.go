package cases

import "evidencedesk/internal/casestudy"

// added is the first step of every case study, which no command takes.
const added = "add"

// taken says what a step did; a step that has no words yet is shown by its name.
func taken(command string) string {
	words := map[string]string{
		added: "Suggested as a case study", string(casestudy.Begin): "Writing begun", string(casestudy.Ask): "The requester was asked to approve it",
		string(casestudy.Approve): "Approved by the requester", string(casestudy.Decline): "Not approved by the requester",
		string(casestudy.TakeBack): "The requester took the approval back", string(casestudy.Publish): "Published", string(casestudy.TakeDown): "Taken down",
		string(casestudy.Submit): "Submitted to the national list", string(casestudy.Return): "Returned by the reviewers", string(casestudy.Accept): "Accepted by the reviewers",
		string(casestudy.Escalate): "Escalated to the national leads", string(casestudy.Retell): "Made into a vignette", string(casestudy.Drop): "Dropped",
		string(casestudy.PickUp): "Picked up again",
	}
	if said, ok := words[command]; ok {
		return said
	}
	return sentence(command)
}
