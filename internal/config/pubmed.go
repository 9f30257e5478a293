package config

import "net/url"

// PubMed says where searches are run. NCBI allows three requests a second to an address, ten with a key; several workers behind one
// address share that, so each is given its part.
type PubMed struct {
	URL   string  `env:"URL"`   // of the E-utilities, such as https://eutils.ncbi.nlm.nih.gov/entrez/eutils; empty: nothing is run from here
	Key   string  `env:"KEY"`   // of NCBI
	Rate  float64 `env:"RATE"`  // requests a second of this process; 0: what NCBI allows
	Email string  `env:"EMAIL"` // of the people who run this service; NCBI writes there before it blocks anybody
}

// On reports whether searches may be run in PubMed.
func (p PubMed) On() bool { return p.URL != "" }

func (p PubMed) check(bad func(name, why string)) {
	if u, err := url.Parse(p.URL); p.On() && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		bad("EVIDENCEDESK_PUBMED_URL", "must be an http or https address")
	}
	if p.Rate < 0 {
		bad("EVIDENCEDESK_PUBMED_RATE", "must not be negative")
	}
	if p.On() && p.Email == "" {
		bad("EVIDENCEDESK_PUBMED_EMAIL", "must be set with EVIDENCEDESK_PUBMED_URL: NCBI asks for it")
	}
}
