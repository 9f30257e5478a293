package reference

import "strings"

// refworksCodec is the tagged text of RefWorks: two-letter tags and a space, RT begins a record. Most tags are those of RIS; those
// that are not are translated. It is read only.
func refworksCodec() codec {
	t := tagged{
		split:  refworksLine,
		indent: func(line string) bool { return strings.HasPrefix(line, " ") },
		begins: func(d *draft, tag string, _ bool) bool { return tag == "RT" && len(d.entries) > 0 },
	}
	return codec{read: t.read, fill: fillRefWorks}
}

// refworksLine takes only tags of the format, so that text which goes on in capitals is not mistaken for one.
func refworksLine(line string) (tag, value string, ok bool) {
	m := wosTag().FindStringSubmatch(line)
	if m == nil || !strings.Contains(refworksTags, " "+m[1]+" ") {
		return "", "", false
	}
	return m[1], m[2], true
}

const refworksTags = " RT SR ID A1 A2 A3 A4 A5 A6 T1 T2 T3 JF JO YR FD VO IS SP OP K1 AB NO ED PB PP AD AN LA CL SF OT LK DO CN DB DS IP RD ST " +
	"U1 U2 U3 U4 U5 U6 U7 U8 U9 U10 UL SL LL CR WT A7 SN AV WP OL PMID RP MD C1 C2 C3 C4 C5 C6 "

func fillRefWorks(b *build, entries []entry) {
	kept := entries[:0]
	for _, e := range entries {
		switch e.tag {
		case "RT":
			b.refworksType(e)
			continue
		case "VO":
			e.tag = "VL"
		case "OP":
			e.tag = "EP"
		case "FD":
			e.tag = "DA"
		case "K1":
			e.tag = "KW"
		case "NO":
			e.tag = "N1"
		case "PP":
			e.tag = "CY"
		case "ED":
			e.tag = "ET"
		case "UL", "LK":
			e.tag = "UR"
		case "DS":
			e.tag = "DB"
		case "ID", "IP", "CR", "CN", "RP": // mean something else there
			b.extra(e.tag, e.value)
			continue
		}
		kept = append(kept, e)
	}
	fillRIS(b, kept)
}

func (b *build) refworksType(e entry) {
	switch low := folded(e.value); {
	case strings.HasPrefix(low, "booksection"):
		b.Type = Chapter
	case strings.HasPrefix(low, "book"):
		b.Type = Book
	case strings.HasPrefix(low, "dissertation"):
		b.Type = Thesis
	case strings.HasPrefix(low, "conference"):
		b.Type = ConferencePaper
	case strings.HasPrefix(low, "web"):
		b.Type = WebPage
	case low == "journal", strings.Contains(low, "article"), low == "abstract":
		b.Type = Article
	default:
		b.kind(e.tag, e.value, e.line)
		return
	}
	if folded(e.value) != "journalarticle" {
		b.extra(e.tag, e.value)
	}
}
