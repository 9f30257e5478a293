package synthetic

import (
	"slices"
	"strconv"
	"strings"

	"evidencedesk/internal/reference"
)

// describe is a publication in the manner of some database, with what may go wrong there.
func (w *writer) describe(p reference.Record) reference.Record {
	r := p
	r.Authors, r.ISSN = slices.Clone(p.Authors), slices.Clone(p.ISSN)
	styles := []func(*reference.Record){w.medline, w.embase, w.webOfScience, w.library, w.early}
	styles[w.IntN(len(styles))](&r)
	if w.chance(3) {
		w.typo(&r)
	}
	if w.chance(25) {
		r.Abstract = ""
	}
	if w.chance(30) {
		r.DOI = ""
	}
	return r
}

// medline abbreviates the journal and the pages and closes titles with a stop.
func (w *writer) medline(r *reference.Record) {
	r.Journal = r.Abbreviation
	r.Pages = shortPages(r.Pages)
	r.Title += "."
	for i, a := range r.Authors {
		r.Authors[i] = initials(a)
	}
	if w.chance(10) {
		r.Title += " [see comment]"
	}
}

// embase has no PubMed numbers, marks supplements in the volume and loses accents.
func (w *writer) embase(r *reference.Record) {
	r.PMID, r.Abbreviation = "", ""
	r.Volume += " (" + r.Issue + ")"
	for i, a := range r.Authors {
		r.Authors[i] = accents.Replace(initials(a))
	}
	if r.Abstract != "" {
		r.Abstract = "Background: " + r.Abstract + " Copyright (C) the publisher."
	}
}

// webOfScience has capitals, and given names for some.
func (w *writer) webOfScience(r *reference.Record) {
	r.PMID, r.Abbreviation = "", ""
	r.Journal = strings.ToUpper(r.Journal)
	if w.chance(50) {
		r.Title = strings.ToUpper(r.Title)
	}
	for i, a := range r.Authors {
		r.Authors[i] = accents.Replace(a)
	}
}

// library is a catalogue: the first author, no pages, an "&", the subtitle often lost, given name first.
func (w *writer) library(r *reference.Record) {
	r.PMID, r.Abbreviation, r.Issue, r.ISSN = "", "", "", nil
	r.Journal = strings.ReplaceAll(r.Journal, " and ", " & ")
	if w.chance(30) {
		r.Pages = ""
	}
	if main, _, ok := strings.Cut(r.Title, ": "); ok && w.chance(30) {
		r.Title = main
	}
	if len(r.Authors) > 3 && w.chance(40) {
		r.Authors = r.Authors[:3]
	}
	if w.chance(20) {
		family, given, _ := strings.Cut(r.Authors[0], ", ")
		r.Authors[0] = given + " " + family
	}
	if w.chance(5) {
		r.Title = "[" + r.Title + "]."
	}
}

// early is the record from before print: a year earlier at times, without volume and pages.
func (w *writer) early(r *reference.Record) {
	if w.chance(60) {
		return
	}
	r.Volume, r.Issue, r.Pages = "", "", ""
	if w.chance(50) {
		r.Year--
	}
}

func (w *writer) typo(r *reference.Record) {
	i := 2 + w.IntN(len(r.Title)-3)
	if c := r.Title[i]; c >= 'a' && c <= 'z' {
		r.Title = r.Title[:i] + r.Title[i+1:]
	}
}

// shortPages is MEDLINE's form: 1008-12.
func shortPages(s string) string {
	first, last, ok := strings.Cut(s, "-")
	if !ok || len(first) != len(last) {
		return s
	}
	i := 0
	for i < len(first)-1 && first[i] == last[i] {
		i++
	}
	return first + "-" + last[i:]
}

// initials is "Müller, Anna B." as "Müller AB".
func initials(name string) string {
	family, rest, _ := strings.Cut(name, ", ")
	var letters []string
	for _, g := range strings.Fields(rest) {
		letters = append(letters, string([]rune(g)[:1]))
	}
	return family + " " + strings.Join(letters, "")
}

type source struct{ name, short, issn string }

var (
	accents = strings.NewReplacer("ü", "u", "é", "e", "ø", "o", "ñ", "n", "č", "c", "ö", "o", "å", "a", "ł", "l")

	journals = []source{
		{"New England Journal of Medicine", "N Engl J Med", "0028-4793"},
		{"Journal of Clinical Nursing and Care", "J Clin Nurs Care", "1000-0019"},
		{"European Archives of Internal Medicine", "Eur Arch Intern Med", "1000-0027"},
		{"Annals of Emergency Practice", "Ann Emerg Pract", "1000-0035"},
		{"International Journal of Hospital Pharmacy", "Int J Hosp Pharm", "1000-0043"},
		{"British Review of Surgery", "Br Rev Surg", "1000-0051"},
		{"Scandinavian Journal of Rehabilitation", "Scand J Rehabil", "1000-006X"},
		{"Health and Social Care Quarterly", "Health Soc Care Q", "1000-0078"},
		{"Paediatrics and Child Development", "Paediatr Child Dev", "1000-0086"},
		{"Clinical Laboratory Investigations", "Clin Lab Invest", "1000-0094"},
	}
	designs = []string{
		"a randomised controlled trial", "a systematic review and meta-analysis", "a cohort study", "a qualitative study",
		"results of a national survey", "a case series", "cost-effectiveness analysis",
	}
	capitals = strings.Split("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "")
	given    = []string{"Anna", "Björn", "Carla", "David", "Elif", "Femi", "Grace", "Hiroshi", "Ines", "José", "Karin", "Liam", "Mei", "Nadia"}
	families = surnames()
)

func surnames() []string {
	starts := []string{"Ab", "Bra", "Cor", "Dal", "Eng", "Fer", "Gar", "Hol", "Iver", "Jan", "Kow", "Lund", "Mül", "Nor", "Øst", "Per", "Quin", "Ros", "Sté", "Tan"}
	ends := []string{"sen", "berg", "ler", "ova", "ini", "ez", "ström", "man", "well", "dorf", "ley", "wicz", "naka", "ham", "stad", "oglu"}
	var out []string
	for _, s := range starts {
		for _, e := range ends {
			out = append(out, s+e)
		}
	}
	return out
}

// vocabulary is some thousand invented words with the sound of medicine.
func vocabulary() []string {
	starts := []string{"cardio", "neuro", "gastro", "hepato", "nephro", "derma", "osteo", "haemo", "pulmo", "immuno", "patho", "pharmaco", "psycho", "rheuma", "onco", "thera", "vaso", "myo", "cyto", "endo"}
	middles := []string{"", "ti", "lo", "ra", "ven", "mi", "sta", "no"}
	ends := []string{"logy", "pathy", "trophy", "genesis", "metry", "plasty", "tension", "lysis", "therapy", "screening"}
	var out []string
	for _, s := range starts {
		for i, m := range middles {
			for j, e := range ends {
				out = append(out, s+m+e)
				if (i+j)%7 == 0 {
					out = append(out, s+m+strconv.Itoa(i+j+1))
				}
			}
		}
	}
	return append(out, strings.Fields("patients adults children women outcomes mortality pain falls infection readmission discharge")...)
}
