package guard

import (
	"regexp"
	"strings"
)

// Who is not a patient: the asker, colleagues, authors, and people whose names
// hang on hospitals, scores, diseases and reports.
const (
	staffRole = `consultant|surgeon|registrar|librarian|nurse|matron|sister|pharmacist|physio\w*|manager|director|lead|midwife|` +
		`anaesthetist|dietiti?c?ian|professor|governor|chief executive|ceo|chair|trainee|doctor|physician|radiographer|dentist|` +
		`orthodontist|paramedic|therapist|cns|anp|acp|secretary|sho|fy1|fy2|st\d|spr|hca|ot|slt|author|researcher|lecturer|tutor|fellow|co-?author`
	staffKind = `(?:[a-z]+(?:al|ic|ist|ior|ar|ive|ty|gy|cs)|consultant|locum|lead|staff|head|deputy|practice|research|ward|trauma|breast|eye|ent|ortho|acute|chief|charge|stroke|diabetes|heart)`
)

var (
	staffBefore = regexp.MustCompile(`(?i)(?:\b(?:dr|drs|doctor|prof|professor|sr|nurse|matron|sir|dame|lord|baroness|consultant|registrar|surgeon|librarian|pharmacist|` +
		`physio|physiotherapist|midwife|sho|author|authors|thanks|thank you|regards|cheers|wishes|i'm|i am|this is|signed|asked by|` +
		`requested by|on behalf of|c/o|cc|contact|ask for|speak to|hi|hello|dear|hey|manager|director|lead|trainee|supervisor|colleague|` +
		`colleagues|chair|editor|editors|edited by|written by|led by|work of|works of|book by|paper by|article by|study by|review by|under|` +
		`saint|st|fao|attention of|my name is|my name's|my names|secretary|boss|theatre list|seen by|reviewed by|operated on by|` +
		`performed by|referred by|accepted by|assessed by|supervised by|run by)\b|(?-i:\bSister\b))[\s.,:\-]{1,3}(?:the )?$`)
	// "Mr Khan is our registrar", "Mr Khan, vascular surgeon".
	staffAfter = regexp.MustCompile(`(?i)^(?:'s)?\s*(?:,|\(|-|is|who is)\s*(?:the|our|my|an?|one of our|one of the|her|his|your)\s(?:` + staffKind + ` ){0,2}(?:` + staffRole + `|gp)\b`)
	staffTitle = regexp.MustCompile(`(?i)^(?:'s)?\s*[,(\-]\s*(?:` + staffKind + ` ){0,2}(?:` + staffRole + `)\b(?:[,.;:)]|\s(?:at|in|for|on|and|from|of|wants|has|is|asked|would|who|ext|bleep)\b|\s*$)`)
	staffOwns  = regexp.MustCompile(`(?i)^(?:'s|s')\s+(?:[a-z]+ )?(?:list|lists|clinic|clinics|team|firm|theatre|secretary|registrar|sho|ward round|patients?|practice|` +
		`paper|papers|study|studies|trial|method|technique|procedure|operation|room|office|book|work|theory|model|review|report|book|` +
		`lecture|article|research|editorial|talk|guidance|criteria|classification)\b`)
	nowRetired = regexp.MustCompile(`(?i)^(?:'s)?\s*(?:[,(\-]|is|who is)\s*(?:an? )?(?:retired|former|ex-?|student)\b`)
	workAfter  = regexp.MustCompile(`(?i)^(?:'s)?(?:,?\s?(?:et al\b|and colleagues|& colleagues|and co-?workers)|\s(?:review|report|trial|study|paper|score|scale|` +
		`index|criteria|classification|grading|hospital|infirmary|centre|center|foundation|trust|institute|inquiry|enquiry|framework|model|` +
		`theory|guidelines?|library|university|college|school|building|house|suite|clinic|syndrome|disease|sign|test|palsy|procedure|` +
		`fracture|questionnaire|inventory|checklist|tool|method|cycle|technique|manoeuvre|ward|unit|lecture|society|charity|medal|prize|` +
		`fund|collaboration|protocol|regimen|formula|catheter|tube|stain|contracture|lymphoma|sarcoma|tumou?r|reaction|phenomenon|position|` +
		`staging|oedema|wing|award|agenda|principles?|standards?|campaign|test)\b|\s?\(?(?:19|20)\d\d(?:[^\-/\d]|$))`)
	citeAfter = regexp.MustCompile(`^(?:,|;|\.| and| &) (?:[A-Z][\p{L}'\-]+ [A-Z]{1,3}\b|et al)`)
	worksOn   = regexp.MustCompile(`(?i)(?:role|job|job title|band|grade|dept|department|designation|profession|position|specialty|staff group|bleep|ext|e-?mail|` +
		`ward sister|trust|directorate|library|organisation|username|athens|nmc|gmc)\b`)
	askerName = regexp.MustCompile(`(?i)\b(?:requester|requestor|librarian|contact|staff|your|my|author|colleague|manager|reviewer|searcher|completed by|requested by|` +
		`trainee|supervisor|line manager|consultant|gp|doctor|nurse|drug|brand|trade|generic|file|user|journal|database|trust|hospital|` +
		`ward|course|product|company|library|study|trial|group|display)\s*$`)
)

// isStaff judges the words around the words first..last: a colleague, the
// asker, or an author.
func (d *document) isStaff(first, last int) bool {
	before := d.before(d.words[first].start, 40)
	after := d.after(d.words[last].end, 56)
	possessive := strings.HasSuffix(d.words[last].lower, "'s")
	if possessive {
		after = "'s" + after
	}
	if staffBefore.MatchString(before) {
		return true
	}
	if staffOwns.MatchString(after) || staffTitle.MatchString(after) {
		return true
	}
	return staffAfter.MatchString(after) && !nowRetired.MatchString(after)
}

// isWork: the name belongs to a hospital, a score, a disease or a paper.
func (d *document) isWork(n personName) bool {
	after := d.after(d.words[n.last].end, 32)
	return workAfter.MatchString(after) || citeAfter.MatchString(after)
}

// namesAsker: "Name: Sarah Hill, Role: staff nurse" and "requester name" are
// the asker, not the patient.
func (d *document) namesAsker(i, last int) bool {
	if d.words[i].lower != "name" && d.words[i].lower != "names" {
		return askerName.MatchString(d.before(d.words[i].start, 24))
	}
	if i > 0 && strings.TrimSpace(d.gap(i)) == "" {
		return askerName.MatchString(d.before(d.words[i].start, 24))
	}
	return worksOn.MatchString(d.after(d.words[last].end, 60))
}
