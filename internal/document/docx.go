package document

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// DOCX renders a report as a Word document (ECMA-376, WordprocessingML): real headings, numbered and bulleted lists, tables with
// header rows and descriptions, links, page numbers, title and language. It is written by hand because no maintained library does.
func DOCX(r Report) ([]byte, error) {
	w := newDocxWriter()
	w.report(r)
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	made := docxTime(r)
	for _, file := range []struct{ name, text string }{
		{"[Content_Types].xml", docxTypes},
		{"_rels/.rels", docxRelations},
		{"docProps/core.xml", docxCore(r, made)},
		{"docProps/app.xml", docxApp},
		{"word/document.xml", w.document()},
		{"word/styles.xml", docxStyles},
		{"word/numbering.xml", w.numbering()},
		{"word/settings.xml", docxSettings},
		{"word/footer1.xml", docxFooter(r)},
		{"word/_rels/document.xml.rels", w.relations()},
	} {
		part, err := archive.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: made})
		if err != nil {
			return nil, err
		}
		if _, err := part.Write([]byte(file.text)); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// docxTime is the day of the version, so that the same report gives the same bytes.
func docxTime(r Report) time.Time {
	t, err := time.Parse(time.DateOnly, r.Dated)
	if err != nil {
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // a draft; the format has no earlier year than 1980
	}
	return t
}

//go:embed docx/styles.xml
var docxStyles string

//go:embed docx/types.xml
var docxTypes string

//go:embed docx/rels.xml
var docxRelations string

//go:embed docx/settings.xml
var docxSettings string

//go:embed docx/app.xml
var docxApp string

// The two sizes of a page, A4 with margins of 2 cm.
const (
	docxPortrait  = `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>`
	docxLandscape = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>`
)

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNS  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
)

func docxCore(r Report, made time.Time) string {
	stamp := made.Format(time.RFC3339)
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(r.Title) + `</dc:title><dc:subject>` + escape(r.Kind+" "+r.Reference) + `</dc:subject><dc:creator>` + escape(r.Library) +
		`</dc:creator><dc:language>en-GB</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">` + stamp +
		`</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + stamp + `</dcterms:modified></cp:coreProperties>`
}

func docxFooter(r Report) string {
	version := ", version " + strconv.Itoa(r.Version)
	if r.Draft {
		version = ", draft, not checked"
	}
	below := r.Reference + version
	if r.Footer != "" {
		below = r.Footer
	}
	field := func(code string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + code + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	return xmlHead + `<w:ftr ` + wordNS + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">` + escape(below) +
		`</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space="preserve">Page </w:t></w:r>` + field("PAGE") + `<w:r><w:t xml:space="preserve"> of </w:t></w:r>` + field("NUMPAGES") + `</w:p></w:ftr>`
}

// escape makes a text fit for XML: what XML 1.0 cannot hold is left out.
func escape(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, text)
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}

// docxWriter collects the body and what it refers to.
type docxWriter struct {
	strings.Builder

	links    []string // addresses; their relationship is rIdLink and the place
	numbers  []docxNumber
	bookmark int
	width    int // of the text on the page
}

// docxNumber is one numbered list.
type docxNumber struct{ abstract, start int }

// The abstract lists of numbering.xml, and the lists that always exist.
const (
	docxBullets    = 0
	docxDecimals   = 1
	docxReferences = 2
	docxBulletList = 1 // its w:numId
)

func newDocxWriter() *docxWriter {
	return &docxWriter{numbers: []docxNumber{{docxBullets, 1}}, width: docxWidth}
}

// newList makes a list that counts from start and gives its w:numId.
func (w *docxWriter) newList(abstract, start int) int {
	w.numbers = append(w.numbers, docxNumber{abstract, start})
	return len(w.numbers)
}

func (w *docxWriter) raw(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *docxWriter) document() string {
	return xmlHead + `<w:document ` + wordNS + `><w:body>` + w.String() +
		`<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/>` + docxPortrait + `</w:sectPr></w:body></w:document>`
}

func (w *docxWriter) relations() string {
	const office = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, part := range []struct{ id, kind, target string }{
		{"rIdStyles", "styles", "styles.xml"},
		{"rIdNumbering", "numbering", "numbering.xml"},
		{"rIdSettings", "settings", "settings.xml"},
		{"rIdFooter", "footer", "footer1.xml"},
	} {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s%s" Target="%s"/>`, part.id, office, part.kind, part.target)
	}
	for i, to := range w.links {
		fmt.Fprintf(&b, `<Relationship Id="rIdLink%d" Type="%shyperlink" Target="%s" TargetMode="External"/>`, i, office, escape(to))
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

func (w *docxWriter) numbering() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:numbering ` + wordNS + `>`)
	docxAbstract(&b, docxBullets, "bullet", []string{"•", "–", "•"}, 340)
	docxAbstract(&b, docxDecimals, "decimal", []string{"%1.", "%2.", "%3."}, 397)
	docxAbstract(&b, docxReferences, "decimal", []string{"%1."}, 567)
	for i, n := range w.numbers {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>`, i+1, n.abstract)
		if n.abstract != docxBullets {
			for level := range maxNested {
				if level < docxLevels {
					start := 1
					if level == 0 {
						start = n.start
					}
					fmt.Fprintf(&b, `<w:lvlOverride w:ilvl="%d"><w:startOverride w:val="%d"/></w:lvlOverride>`, level, start)
				}
			}
		}
		b.WriteString(`</w:num>`)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}

const docxLevels = 9 // of a list (ECMA-376 17.9.6)

func docxAbstract(b *strings.Builder, id int, format string, texts []string, indent int) {
	fmt.Fprintf(b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, id)
	for level := range docxLevels {
		text := texts[level%len(texts)]
		if format == "decimal" {
			text = "%" + strconv.Itoa(level+1) + "."
		}
		fmt.Fprintf(b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="%d"/></w:pPr></w:lvl>`,
			level, format, text, indent*(level+1), indent)
	}
	b.WriteString(`</w:abstractNum>`)
}
