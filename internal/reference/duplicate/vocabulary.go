package duplicate

// The words that titles are read by. They are never changed.
var (
	stopWords = set(`a an the of in on at to for from by with without and or as is are was were be its their this that these those
		into via vs versus using between among de la le les des du der die das und et el los y e il un une ein eine`)
	// genericWords alone make no title. A title of these only names a section of a journal.
	genericWords = set(`editorial editorials editor editors guest comment comments commentary letter letters reply replies response
		author authors introduction introductory foreword preface erratum errata corrigendum corrigenda correction corrections
		retraction book books review reviews reviewed reviewer reviewers abstract abstracts news note notes notice notices short
		brief communication communications correspondence obituary memoriam index contents content table announcement
		announcements call papers paper special issue issues section volume number part message chair president presidents
		presidential address report reports meeting conference proceedings proceeding symposium workshop poster posters session
		sessions minitrack track panel column columns viewpoint perspective perspectives opinion article articles journal
		annual acknowledgment acknowledgement acknowledgements acknowledgments welcome remarks opening closing concluding
		our your from about new next year years highlights selected summary summaries update discussion interview research
		literature clinical case quiz question questions answer answers cover image images front matter back board untitled
		january february march april may june july august september october november december`)
	// kindWords on one side only tell a notice about a paper, a plan for it or another state of it from the paper.
	kindWords = set(`erratum errata corrigendum corrigenda correction corrected retraction retracted withdrawn withdrawal comment
		comments commentary reply replies response rejoinder letter editorial protocol update updated addendum abstract poster
		re expression concern republished interim preliminary pilot followup followups`)
	partWords = set(`part parts chapter section volume phase series paper report study number no vol stage wave round edition`)
	// noteWords stand in the square brackets that databases put behind a title.
	noteWords = set(`see comment comments review refs erratum appears published corrected retracted original report abstract
		article multicenter meta analysis
		german french spanish russian chinese japanese italian portuguese polish dutch romanian turkish czech slovak hungarian danish
		norwegian swedish finnish greek hebrew arabic persian korean ukrainian bulgarian croatian serbian slovenian english undetermined`)
	numberWords = map[string]string{
		"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
		"ten": "10", "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
		"x": "10", "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "first": "1", "second": "2", "third": "3",
	}
)
