package reference

import "strings"

// labelledXMLCodec is XML whose elements are named like fields: the trials of WHO's ICTRP and of ClinicalTrials.gov, and EBSCOhost's
// records. It is read only.
func labelledXMLCodec() codec {
	return codec{
		read: func(l *lines, r *reading) error {
			return readXML(l, r, labelledDraft, "Trial", "trial", "clinical_study", "rec")
		},
		fill: fillCSV,
	}
}

func labelledDraft(d *draft, n *node) {
	if n.name == "rec" {
		for _, header := range n.find("header") {
			for _, a := range header.attrs {
				d.add(ebscoElement(a.Name.Local), a.Value, d.line)
			}
		}
	}
	labelledLeaves(d, n, n.name)
}

// labelledLeaves takes every element with text as a value: under its field when its name is known, else under its path.
func labelledLeaves(d *draft, n *node, path string) {
	var loose strings.Builder
	inner := false
	for _, k := range n.kids {
		loose.WriteString(k.text)
		if k.name != "" && !inlineTag().MatchString("<"+k.name+">") {
			inner = true
			labelledLeaves(d, k, path+"/"+k.name)
		}
	}
	if path == "rec/header/controlInfo/pubinfo/dt" || n.name == "dt" {
		d.add("date", strings.TrimRight(n.attr("year")+"-"+n.attr("month")+"-"+n.attr("day"), "-"), d.line)
	}
	text := loose.String()
	if !inner {
		text = n.all()
	}
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	name := n.name
	if name == "textblock" {
		name = path[strings.LastIndexByte(strings.TrimSuffix(path, "/textblock"), '/')+1 : len(path)-len("/textblock")]
	}
	if name == "ui" && strings.Contains(n.attr("type"), "doi") {
		name = "doi"
	}
	field := ebscoElement(name)
	if field == name {
		if field = csvColumn(name); field == "" {
			field = path
		}
	}
	if xmlOthers().MatchString(path) {
		field = path
	}
	d.add(field, text, d.line)
}

// xmlOthers are elements with the name of a field that are about something else: places and persons of a trial, outcomes.
var xmlOthers = pattern(`(?i)(?:/location|/overall_|/contact|outcome|/responsible|/arm_group|/intervention|/sponsors/collab|/reference|/eligib|/required_header/link)`)

// ebscoElement gives the fields of EBSCOhost's short names; other names as they are.
func ebscoElement(name string) string {
	switch name {
	case "atl", "btl":
		return "title"
	case "jtl":
		return "journal"
	case "au":
		return "authors"
	case "vid":
		return "volume"
	case "iid":
		return "issue"
	case "ppf":
		return "pages"
	case "ab":
		return "abstract"
	case "subj", "keyword":
		return "keywords"
	case "pubtype", "doctype":
		return "pub_types"
	case "uiTerm":
		return "accession"
	case "longDbName":
		return "database"
	case "pub":
		return "publisher"
	case "place":
		return "place"
	}
	return name
}
