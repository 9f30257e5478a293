package reference

import "strings"

// pubmedCodec is PubMed's XML (NLM's PubMed DTD, and the MEDLINE DTD before it). It is read only; its values are taken under the tags of NBIB.
func pubmedCodec() codec {
	return codec{
		read: func(l *lines, r *reading) error {
			return readXML(l, r, pubmedDraft, "PubmedArticle", "PubmedBookArticle", "MedlineCitation")
		},
		fill: fillNBIB,
	}
}

func pubmedDraft(d *draft, n *node) {
	p := pubmedArticle{d}
	if n.name == "PubmedBookArticle" {
		p.book(n)
		return
	}
	citations := n.find("MedlineCitation")
	if n.name == "MedlineCitation" {
		citations = []*node{n}
	}
	for _, c := range citations {
		p.put("PMID", c.first("PMID"))
		for _, a := range c.find("Article") {
			p.article(a)
		}
		p.put("PL", c.first("MedlineJournalInfo", "Country"))
		p.put("TA", c.first("MedlineJournalInfo", "MedlineTA"))
		p.headings(c)
	}
	for _, id := range n.find("PubmedData", "ArticleIdList", "ArticleId") {
		p.identifier(id.attr("IdType"), id.all())
	}
}

type pubmedArticle struct{ d *draft }

func (p pubmedArticle) put(tag, value string) {
	if strings.TrimSpace(value) != "" {
		p.d.add(tag, value, p.d.line)
	}
}

func (p pubmedArticle) each(tag string, list []*node) {
	for _, n := range list {
		p.put(tag, n.all())
	}
}

func (p pubmedArticle) article(a *node) {
	p.put("TI", a.first("ArticleTitle"))
	p.put("TT", a.first("VernacularTitle"))
	p.authors(a)
	for _, j := range a.find("Journal") {
		p.put("JT", j.first("Title"))
		p.put("TA", j.first("ISOAbbreviation"))
		p.each("IS", j.find("ISSN"))
		p.put("VI", j.first("JournalIssue", "Volume"))
		p.put("IP", j.first("JournalIssue", "Issue"))
		for _, date := range j.find("JournalIssue", "PubDate") {
			p.put("DP", pubmedDate(date))
		}
	}
	p.put("PG", a.first("Pagination", "MedlinePgn"))
	for _, id := range a.find("ELocationID") {
		p.identifier(id.attr("EIdType"), id.all())
	}
	p.put("AB", abstractOf(a))
	p.put("LA", a.first("Language"))
	p.each("PT", a.find("PublicationTypeList", "PublicationType"))
}

func (p pubmedArticle) authors(a *node) {
	for _, list := range a.find("AuthorList") {
		person := "FAU"
		if list.attr("Type") == "editors" {
			person = "FED"
		}
		for _, who := range list.find("Author") {
			p.put("CN", who.first("CollectiveName"))
			given := who.first("ForeName")
			if given == "" {
				given = who.first("Initials")
			}
			if suffix := who.first("Suffix"); suffix != "" {
				given += " " + suffix
			}
			p.put(person, strings.TrimSuffix(who.first("LastName")+", "+given, ", "))
			p.each("AD", who.find("AffiliationInfo", "Affiliation"))
		}
	}
}

func pubmedDate(date *node) string {
	if free := date.first("MedlineDate"); free != "" {
		return free
	}
	return strings.TrimSpace(strings.Join([]string{date.first("Year"), date.first("Month") + date.first("Season"), date.first("Day")}, " "))
}

// abstractOf joins the parts of a structured abstract under their labels.
func abstractOf(a *node) string {
	var parts []string
	for _, t := range a.find("Abstract", "AbstractText") {
		text := strings.TrimSpace(t.all())
		if label := t.attr("Label"); label != "" && label != "UNLABELLED" {
			text = label + ": " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func (p pubmedArticle) headings(c *node) {
	for _, h := range c.find("MeshHeadingList", "MeshHeading") {
		term := h.find("DescriptorName")
		if len(term) == 0 {
			continue
		}
		plain := starred(term[0])
		qualifiers := h.find("QualifierName")
		for _, q := range qualifiers {
			p.put("MH", plain+"/"+starred(q))
		}
		if len(qualifiers) == 0 {
			p.put("MH", plain)
		}
	}
	p.each("OT", c.find("KeywordList", "Keyword"))
}

// starred marks a major topic as PubMed's text does.
func starred(n *node) string {
	if n.attr("MajorTopicYN") == "Y" {
		return "*" + n.all()
	}
	return n.all()
}

func (p pubmedArticle) identifier(kind, id string) {
	id = strings.TrimSpace(id)
	switch kind {
	case "doi", "pii":
		p.put("AID", id+" ["+kind+"]")
	case "pmc":
		p.put("PMC", id)
	}
}

func (p pubmedArticle) book(n *node) {
	for _, b := range n.find("BookDocument") {
		p.put("PMID", b.first("PMID"))
		p.article(b)
		p.put("BTI", b.first("Book", "BookTitle"))
		p.put("PB", b.first("Book", "Publisher", "PublisherName"))
		p.put("PL", b.first("Book", "Publisher", "PublisherLocation"))
		p.each("ISBN", b.find("Book", "Isbn"))
		for _, date := range b.find("Book", "PubDate") {
			p.put("DP", pubmedDate(date))
		}
		for _, book := range b.find("Book") {
			p.authors(book)
			for _, id := range book.find("ELocationID") {
				p.identifier(id.attr("EIdType"), id.all())
			}
		}
		p.each("PT", b.find("PublicationType"))
		for _, id := range b.find("ArticleIdList", "ArticleId") {
			p.identifier(id.attr("IdType"), id.all())
		}
	}
}
