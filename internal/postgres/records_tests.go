package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/selection"
)

// MaxTestPapers is how many papers the test set of a request holds.
const MaxTestPapers = 200

// TestPaperContent is a paper that the searches should find. What is empty is unknown; with a line and nothing else, what the
// line says is read from it.
type TestPaperContent struct {
	Line  string `json:"line,omitempty" maxLength:"2000" doc:"As it was written down; alone, it is read for a DOI, a PMID, a title and a year"`
	Title string `json:"title,omitempty" maxLength:"2000"`
	Year  *int   `json:"year,omitempty" minimum:"1400" maximum:"2200"`
	DOI   string `json:"doi,omitempty" maxLength:"200"`
	PMID  string `json:"pmid,omitempty" maxLength:"9" pattern:"^[1-9][0-9]{0,8}$"`
}

// TestPaper is a paper of the test set with its row.
type TestPaper struct {
	ID      string `json:"id" format:"uuid"`
	Version int    `json:"version"`
	TestPaperContent
	CreatedBy evidence.PersonID `json:"created_by" format:"uuid"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	Erased    bool              `json:"erased,omitempty"`
}

func (t TestPaper) version() int { return t.Version }

// Paper is the paper as it is compared with records.
func (t TestPaperContent) Paper() selection.Paper {
	p := selection.Paper{Title: t.Title, DOI: strings.ToLower(t.DOI), PMID: t.PMID}
	if t.Year != nil {
		p.Year = *t.Year
	}
	return p
}

// TestedPaper is a paper of the test set and where it was found among the records.
type TestedPaper struct {
	TestPaper
	Publication string   `json:"publication,omitempty" format:"uuid" doc:"That it was found as; absent: no record of it"`
	Searches    []string `json:"searches" nullable:"false" doc:"Those that found it; records of no search count as found, without naming one"`
}

// Found reports whether there is a record of it.
func (t TestedPaper) Found() bool { return t.Publication != "" }

// TestSet is the papers that the searches of a request should find, with those that they found.
type TestSet struct {
	Items   []TestedPaper  `json:"items" nullable:"false"`
	Found   int            `json:"found"`
	Origins []RecordSource `json:"origins" nullable:"false" doc:"The searches and imports that brought the records"`
}

// TestSet compares the test set of a request with its records. Errors: NotPermitted.
func (c *Content) TestSet(ctx context.Context, a Access) (TestSet, error) {
	if err := a.reads(); err != nil {
		return TestSet{}, err
	}
	rows, err := c.q.TestPapers(ctx, a.request)
	if err != nil {
		return TestSet{}, contentError(err)
	}
	set := TestSet{Items: each(rows, func(r sqlc.TestPaper) TestedPaper {
		return TestedPaper{TestPaper: testPaperOf(r), Searches: []string{}}
	})}
	imports, err := c.q.RecordsByImport(ctx, a.request)
	if err != nil {
		return TestSet{}, contentError(err)
	}
	if set.Origins, _, _ = origins(imports); len(rows) == 0 {
		return set, nil
	}
	candidates, err := c.q.TestCandidates(ctx, candidatesFor(a, set.Items))
	if err != nil {
		return TestSet{}, contentError(err)
	}
	for i := range set.Items {
		set.Items[i].find(candidates)
		if set.Items[i].Found() {
			set.Found++
		}
	}
	return set, nil
}

func candidatesFor(a Access, list []TestedPaper) sqlc.TestCandidatesParams {
	p := sqlc.TestCandidatesParams{Request: a.request, Dois: []string{}, Pmids: []string{}, Years: []int32{}}
	var papers []selection.Paper
	for _, t := range list {
		paper := t.Paper()
		papers = append(papers, paper)
		if paper.DOI != "" {
			p.Dois = append(p.Dois, paper.DOI)
		}
		if paper.PMID != "" {
			p.Pmids = append(p.Pmids, paper.PMID)
		}
		p.Undated = p.Undated || paper.Title != "" && paper.Year == 0
	}
	for _, y := range selection.Years(papers) {
		p.Years = append(p.Years, fit(y))
	}
	return p
}

// find notes the records that are the paper.
func (t *TestedPaper) find(candidates []sqlc.TestCandidatesRow) {
	paper := t.Paper()
	for _, r := range candidates {
		record := selection.Paper{Title: r.Title, DOI: r.Doi, PMID: r.Pmid}
		if r.Year != nil {
			record.Year = int(*r.Year)
		}
		if !paper.Matches(record) {
			continue
		}
		if t.Publication == "" {
			t.Publication = r.GroupID.String()
		}
		if s := idOrNone(r.SearchID); s != "" && !slices.Contains(t.Searches, s) {
			t.Searches = append(t.Searches, s)
		}
	}
}

// AddTestPapers adds papers to the test set, in their order. Errors: NotPermitted; Invalid with every field that is wrong.
func (c *Content) AddTestPapers(ctx context.Context, a Access, list []TestPaperContent, k Creation) ([]TestPaper, error) {
	if err := a.works(); err != nil {
		return nil, err
	}
	check := c.checker()
	if len(list) == 0 {
		check.wrong("papers", "required", "Send at least one.")
	}
	check.many("papers", len(list), MaxTestPapers)
	list = slices.Clone(list)
	for i := range list {
		list[i] = list[i].read()
		check.testPaper(fmt.Sprintf("papers[%d].", i), list[i])
	}
	if err := check.err(); err != nil {
		return nil, err
	}
	ids, err := c.create(ctx, a.person, a.request, k, len(list), func(q *sqlc.Queries, ids []uuid.UUID) error {
		places, err := q.TestPaperPlaces(ctx, a.request)
		if err != nil {
			return err
		}
		if int(places.Held)+len(list) > MaxTestPapers {
			return evidence.InvalidField("papers", "too-many", fmt.Sprintf("A test set holds %d; there are %d already.", MaxTestPapers, places.Held))
		}
		rows := make([]sqlc.InsertTestPapersParams, len(list))
		for i, t := range list {
			rows[i] = sqlc.InsertTestPapersParams{
				ID: ids[i], RequestID: a.request, Version: 1, Title: t.Title, Year: narrow(t.Year), Doi: t.DOI, Pmid: t.PMID, Line: t.Line,
				Position: places.Last + fit(i) + 1, CreatedBy: a.person, CreatedAt: c.now(), UpdatedAt: c.now(),
			}
		}
		_, err = q.InsertTestPapers(ctx, rows)
		return err
	})
	if err != nil {
		return nil, err
	}
	rows, err := c.q.TestPapers(ctx, a.request)
	rows = slices.DeleteFunc(rows, func(r sqlc.TestPaper) bool { return !slices.Contains(ids, r.ID) })
	return each(rows, testPaperOf), contentError(err)
}

// TestPaper gives one paper of the test set. Errors: NotPermitted, NotFound.
func (c *Content) TestPaper(ctx context.Context, a Access, id string) (TestPaper, error) {
	if err := a.reads(); err != nil {
		return TestPaper{}, err
	}
	key, err := rowUUID(id)
	if err != nil {
		return TestPaper{}, err
	}
	return c.testPaper(ctx, a, key)
}

func (c *Content) testPaper(ctx context.Context, a Access, id uuid.UUID) (TestPaper, error) {
	row, err := c.q.TestPaper(ctx, sqlc.TestPaperParams{Request: a.request, ID: id})
	return testPaperOf(row), contentError(err)
}

// SaveTestPaper changes a paper that is at this version. Errors: NotPermitted, NotFound; Invalid; a [StaleError].
func (c *Content) SaveTestPaper(ctx context.Context, a Access, id string, version int, t TestPaperContent) (TestPaper, error) {
	key, err := rowUUID(id)
	if err != nil {
		return TestPaper{}, err
	}
	if err := a.works(); err != nil {
		return TestPaper{}, err
	}
	t = t.read()
	check := c.checker()
	check.testPaper("", t)
	if err := check.err(); err != nil {
		return TestPaper{}, err
	}
	row, err := c.q.UpdateTestPaper(ctx, sqlc.UpdateTestPaperParams{
		Request: a.request, ID: key, Version: fit(version), Title: t.Title, Year: narrow(t.Year), Doi: t.DOI, Pmid: t.PMID, Line: t.Line, Now: c.now(),
	})
	return written(testPaperOf(row), err, version, func() (TestPaper, error) { return c.testPaper(ctx, a, key) })
}

// RemoveTestPaper takes a paper that is at this version out of the test set. Errors as of [Content.SaveTestPaper].
func (c *Content) RemoveTestPaper(ctx context.Context, a Access, id string, version int) error {
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	if err := a.works(); err != nil {
		return err
	}
	_, err = c.q.DeleteTestPaper(ctx, sqlc.DeleteTestPaperParams{Request: a.request, ID: key, Version: fit(version)})
	return removed(err, version, func() (TestPaper, error) { return c.testPaper(ctx, a, key) })
}

// read takes what a line says where nothing else was said, and gives the DOI as records have it.
func (t TestPaperContent) read() TestPaperContent {
	t.Line = strings.TrimSpace(t.Line)
	if t.Title == "" && t.Year == nil && t.DOI == "" && t.PMID == "" {
		p := selection.ParsePaper(t.Line)
		t.Title, t.DOI, t.PMID = p.Title, p.DOI, p.PMID
		if p.Year != 0 {
			t.Year = &p.Year
		}
	}
	t.DOI = strings.ToLower(plainDOI(t.DOI))
	return t
}

func (k *checker) testPaper(at string, t TestPaperContent) {
	if t.Paper().Empty() {
		k.wrong(at+"title", "required", "Give a title, a DOI or a PubMed identifier.")
	}
	k.text(at+"line", t.Line, maxTitle)
	k.text(at+"title", t.Title, maxTitle)
	if t.Year != nil {
		k.between(at+"year", *t.Year, 1400, 2200)
	}
	k.doi(at+"doi", t.DOI)
	if t.PMID != "" && !pmidForm.MatchString(t.PMID) {
		k.wrong(at+"pmid", "malformed", "A PubMed identifier is a number of at most nine digits.")
	}
}

func testPaperOf(r sqlc.TestPaper) TestPaper {
	return TestPaper{
		ID: r.ID.String(), Version: int(r.Version), CreatedBy: personOf(r.CreatedBy), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
		Erased:           r.ErasedAt != nil,
		TestPaperContent: TestPaperContent{Line: r.Line, Title: r.Title, Year: widen(r.Year), DOI: r.Doi, PMID: r.Pmid},
	}
}
