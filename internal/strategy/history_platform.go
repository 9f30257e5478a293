package strategy

import (
	"regexp"
	"strings"
)

// sign is a way of writing by which a platform is known.
type sign struct {
	platform Platform
	weight   int
	form     *regexp.Regexp
}

func signs() []sign {
	of := func(p Platform, weight int, form string) sign { return sign{p, weight, regexp.MustCompile(form)} }
	return []sign{
		of(Ovid, 6, `(?m)^[^\n]*\bOvid\b[^\n]*$`),
		of(Ovid, 5, `<\d{4} to [^<>\n]+>`),
		of(Ovid, 4, `(?i)\b(?:or|and)/\d`),
		of(Ovid, 3, `(?im)^\s*\d+[.)]?\s+limit \d+ to `),
		of(Ovid, 3, `\.(?:[a-z]{2}|mp)(?:,[a-z]{2})*\.`),
		of(Ovid, 2, `(?i)\badj\d`),
		of(Ovid, 2, `(?im)^[^\n']*\b(?:exp )?[a-z][a-z ,-]+/(?:\s|$)`),
		of(EBSCOhost, 8, `EBSCOhost|Limiters ?/ ?Expanders`),
		of(EBSCOhost, 6, `(?:Limiters|Expanders|Search modes) - `),
		of(EBSCOhost, 4, `\(M[HMJ] "`),
		of(EBSCOhost, 3, `(?m)\b(?:TI|AB|SU) (?:\(|"|[a-z]+[*?]?)`),
		of(EBSCOhost, 2, `(?m)^S\d+\b`),
		of(ProQuest, 8, `ProQuest|Searched for|Set ?#`),
		of(ProQuest, 6, `(?:MAINSUBJECT|MESH|EMB|SU|MJMESH|MJSUB)\.(?:EXACT|EXPLODE)`),
		of(ProQuest, 4, `\b(?:noft|NOFT|ti,ab|ab,ti|TI,AB|tiab|TIAB)\(`),
		of(ProQuest, 2, `\b(?:ti|ab|su|if)\(`),
		of(ProQuest, 1, `(?m)^S\d+\b`),
		of(PubMed, 6, `(?i)\[(?:tiab|tw|mh|majr|pt|title/abstract|mesh(?: terms)?|text word|pmid|uid|ti|all fields)(?::[^\]]+)?\]`),
		of(PubMed, 6, `PubMed|Sort by: (?:Most Recent|Publication Date|Best Match|Relevance)`),
		of(PubMed, 4, `(?m)^Search: |\bSearch number\b`),
		of(Cochrane, 8, `MeSH descriptor:|Cochrane Library|\bCochrane\b.*\bIssue\b`),
		of(Cochrane, 5, `:(?:ti|ab|kw)(?:,(?:ti|ab|kw))*\b`),
		of(Cochrane, 3, `(?m)^ID\s+Search(?:\s+Hits)?\s*$`),
		of(Embase, 8, `Embase\.com|Embase Session Results|\[embase\]/lim|/exp/mj\b`),
		of(Embase, 6, `'[^'\n]+'/(?:exp|de|mj|br)\b`),
		of(Embase, 2, `:(?:ti|ab|kw)(?:,(?:ti|ab|kw))*\b`),
		of(WebOfScience, 8, `Web of Science|SCI-EXPANDED|\bTimespan ?=`),
		of(WebOfScience, 5, `\b(?:TS|TI|AB|AK|ALL|WC|SO|AU) ?= ?[("a-z]`),
	}
}

// recognise finds the platform of a text by its way of writing: each sign counts once. Empty when there is none, or two are as likely.
func recognise(text string) Platform {
	const enough = 3
	scores := map[Platform]int{}
	for _, s := range signs() {
		if s.form.MatchString(text) {
			scores[s.platform] += s.weight
		}
	}
	var best Platform
	most, tied := 0, false
	for _, p := range Platforms() {
		switch n := scores[p]; {
		case n > most:
			best, most, tied = p, n, false
		case n == most && n > 0:
			tied = true
		}
	}
	if most < enough || tied {
		return ""
	}
	return best
}

// Recognise finds the platform of lines by their way of writing; empty when it cannot be told.
func Recognise(lines []Line) Platform {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = number64(l.N) + " " + l.Text
	}
	return recognise(strings.Join(texts, "\n"))
}

// Platforms lists the platforms whose way of writing is known.
func Platforms() []Platform {
	return []Platform{Ovid, EBSCOhost, ProQuest, PubMed, Cochrane, Embase, WebOfScience}
}

// sourceOf finds the one source that a text names; empty for none or several.
func sourceOf(text string) string {
	found := ""
	for _, s := range []struct{ code, form string }{
		{"emcare", `(?i)\bemcare\b`},
		{"embase", `(?i)\bembase\b`},
		{"medline", `(?i)\bmedline\b`},
		{"cinahl", `(?i)\bcinahl\b`},
		{"psycinfo", `(?i)\bpsycinfo\b`},
		{"amed", `\bAMED\b|(?i)allied and complementary medicine`},
		{"hmic", `\bHMIC\b|(?i)health management information consortium`},
		{"bni", `\bBNI\b|(?i)british nursing (?:index|database)`},
		{"eric", `\bERIC\b`},
		{"cochrane_library", `(?i)\bcochrane\b`},
		{"web_of_science", `(?i)\bweb of science\b`},
		{"pubmed", `\bPubMed\b`},
	} {
		if !regexp.MustCompile(s.form).MatchString(text) {
			continue
		}
		if found != "" {
			return ""
		}
		found = s.code
	}
	return found
}

// databaseNote is the part of a remark that names the database.
func databaseNote(note string) string {
	for _, mark := range []string{"Database - ", "Databases: ", "Database: "} {
		if _, after, ok := strings.Cut(note, mark); ok {
			after, _, _ = strings.Cut(after, ";")
			return after
		}
	}
	return note
}
