package strategy

import (
	"regexp"
	"strings"
)

// dialect is what one platform knows, from its help pages.
type dialect struct {
	name      string
	near      string   // its proximity in words
	proximity []string // the kinds that it knows
	wildcards string   // the signs for letters that it knows
}

func dialectOf(p Platform) dialect {
	return map[Platform]dialect{
		Ovid:         {"Ovid", "adj and a number, such as adj3", []string{"adj"}, "*$?#"},
		EBSCOhost:    {"EBSCOhost", "N and W with a number, such as N3", []string{"N"}, "*?#"},
		ProQuest:     {"ProQuest", "NEAR/3 and PRE/3", []string{"near/", "pre/"}, "*?$"},
		PubMed:       {"PubMed", "a field with a number behind it, such as \"bed alarm\"[tiab:~3]", nil, "*"},
		Cochrane:     {"the Cochrane Library", "NEAR/3 and NEXT", []string{"near/", "next"}, "*?"},
		Embase:       {"Embase.com", "NEAR/3 and NEXT/3", []string{"near/", "next"}, "*?$"},
		WebOfScience: {"Web of Science", "NEAR/3", []string{"near/"}, "*?$"},
	}[p]
}

// fieldForm is a way of naming a field, with the platforms that know it; bare is the same with nothing to search for.
type fieldForm struct {
	form, bare *regexp.Regexp
	known      []Platform
}

const start0 = `(?:^|[(\s])`

func fieldForms() []fieldForm {
	of := func(form, bare string, known ...Platform) fieldForm {
		f := fieldForm{form: regexp.MustCompile(form), known: known}
		if bare != "" {
			f.bare = regexp.MustCompile(bare)
		}
		return f
	}
	return []fieldForm{
		of(`[\w)*$?"]\.(?:[a-z]{2}(?:,[a-z]{2})*)\.(?:$|[\s)])`, start0+`\.[a-z]{2}(?:,[a-z]{2})*\.(?:$|[\s)])`, Ovid),
		of(`(?i)\[(?:tiab|tw|ti|ab|mh|majr|mesh|mesh terms|title/abstract|text word|pt|all fields)(?::[^\]]*)?\]`,
			`(?i)(?:^|[(]|\b(?:and|or|not)\b)\s*\[(?:tiab|tw|ti|ab|mh|majr|mesh|mesh terms|title/abstract|text word|pt|all fields)(?::[^\]]*)?\]`, PubMed),
		of(`(?:^|[\s(])(?:TI|AB|SU|MH|TX|KW) (?:\(|"|\w)`, `(?:^|[\s(])(?:TI|AB|SU|MH|TX|KW)\s*(?:\(\s*\)|$|\s(?:AND|OR|NOT)\b)`, EBSCOhost),
		of(`\(M[HMJ] "`, `\(M[HMJ] ?(?:""|\))`, EBSCOhost),
		of(`(?i)\b(?:ti|ab|su|noft|tiab|ti,ab|ab,ti|mainsubject(?:\.exact)?(?:\.explode)?|if)\((?:[^)]|$)`,
			`(?i)\b(?:ti|ab|su|noft|tiab|ti,ab|ab,ti|mainsubject(?:\.exact)?(?:\.explode)?|if)\(\s*(?:"\s*")?\s*\)`, ProQuest),
		of(`[\w)*"']:(?:ti|ab|kw)(?:,(?:ti|ab|kw|de))*(?:$|[\s)])`, start0+`:(?:ti|ab|kw)(?:,(?:ti|ab|kw|de))*(?:$|[\s)])`, Cochrane, Embase),
		of(`MeSH descriptor:`, `MeSH descriptor:\s*\[\s*\]`, Cochrane),
		of(`'/(?:exp|de|mj)\b|\w/exp\b`, `(?:''|`+start0+`)/(?:exp|de|mj)\b`, Embase),
		of(`\b(?:TS|WC|AK)\s?=`, `\b(?:TS|TI|AB|AK|SO|AU|WC)\s?=\s*(?:\(\s*\)|""|$|(?:AND|OR|NOT)\b)`, WebOfScience),
	}
}

// fields looks for fields with nothing in them, and for ways of naming them that belong to other platforms.
func (l *linter) fields(line Line) {
	plain := masked(line.Text)
	for _, f := range l.forms {
		if f.bare != nil {
			if at := f.bare.FindStringIndex(plain); at != nil {
				l.warn(line, at[0], CodeEmptyField, "There is nothing to search for in this field: "+strings.TrimSpace(strings.TrimLeft(plain[at[0]:at[1]], "( "))+".")
				continue
			}
		}
		at := f.form.FindStringIndex(plain)
		if at == nil || l.platform == "" || known(f.known, l.platform) {
			continue
		}
		if l.platform == EBSCOhost && strings.Contains(plain[at[0]:at[1]], "(") && f.known[0] == ProQuest {
			continue // ti(…) is read there too
		}
		l.warn(line, at[0], CodeField, "This way of naming a field belongs to "+dialectOf(f.known[0]).name+", not to "+l.dialect.name+".")
	}
	if at := strings.Index(plain, "()"); at >= 0 && !strings.Contains(plain, "TI ()") {
		l.warn(line, at, CodeEmptyField, "There is nothing between these brackets.")
	}
}

var (
	wildcardForm = regexp.MustCompile(`[A-Za-z][$?#](?:[\w).,\]:\s]|$)`)
	stemForm     = regexp.MustCompile(`(?:^|[\s("])([A-Za-z]{1,3})\*`)
	leftForm     = regexp.MustCompile(`(?:^|[\s("])\*[A-Za-z]`)
)

// truncation looks for signs that the platform does not know.
func (l *linter) truncation(line Line) {
	if l.platform == "" {
		return
	}
	for _, at := range wildcardForm.FindAllStringIndex(line.Text, -1) {
		sign := line.Text[at[0]+1 : at[0]+2]
		if !strings.Contains(l.dialect.wildcards, sign) {
			l.warn(line, at[0]+1, CodeTruncation, "“"+sign+"” does not stand for a letter on "+l.dialect.name+".")
			return
		}
	}
	if l.platform != PubMed {
		return
	}
	// PubMed help: at least four letters before the asterisk, which stands at the end of a word.
	if at := stemForm.FindStringSubmatchIndex(line.Text); at != nil {
		l.warn(line, at[2], CodeShortStem, "PubMed wants at least four letters before the asterisk.")
	}
	if at := leftForm.FindStringIndex(line.Text); at != nil {
		l.warn(line, at[1]-2, CodeTruncation, "PubMed truncates only at the end of a word.")
	}
}

func known(list []Platform, p Platform) bool {
	for _, one := range list {
		if one == p {
			return true
		}
	}
	return false
}
