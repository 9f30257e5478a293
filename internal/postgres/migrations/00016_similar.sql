-- Requests that ask the same: the words of a request without accents and with the papers it names, the subject headings of its
-- searches, and what a librarian made of an earlier request.

-- +goose Up
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TEXT SEARCH CONFIGURATION evidence (COPY = english);
ALTER TEXT SEARCH CONFIGURATION evidence ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

-- The functions use nothing but what the database has built in, so that generated columns can be restored from a dump.

-- A text with blanks for its punctuation: the parser would take "pre/post" for a file and "ward.Next" for a host.
-- +goose StatementBegin
CREATE FUNCTION plain_words(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$SELECT translate(t, '/\.,;:()[]{}<>-_@#&+*=|"!?~^%$£–—‘’“”', repeat(' ', 41))$$;
-- +goose StatementEnd

-- The papers that a text names, as words which no text has: "doi:10.1000/x" in lower case, and "pmid:123".
-- +goose StatementBegin
CREATE FUNCTION paper_ids(t text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT x.id), '{}') FROM (
    SELECT 'doi:' || rtrim(lower(m[1]), '.,;:)]}''') AS id FROM regexp_matches(t, '(10\.[0-9]{4,9}/[^[:space:]"<>]{1,180})', 'g') AS m
    UNION ALL
    SELECT 'pmid:' || m[1] FROM regexp_matches(t, '(?:pmid[:=[:space:]]*|pubmed[a-z.]*/(?:pubmed/)?)([1-9][0-9]{0,8})', 'gi') AS m) x
$$;
-- +goose StatementEnd

-- The subject headings in the lines of a search, as Ovid ("exp Hip Fractures/"), EBSCOhost (MH "Hip Fractures+"), PubMed
-- ("Hip Fractures"[Mesh]) and Embase.com ('hip fracture'/exp) write them.
-- +goose StatementBegin
CREATE FUNCTION heading_words(lines jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(m[1], ' '), '')
  FROM jsonb_path_query(lines, '$[*].text') AS x(line)
  CROSS JOIN LATERAL (
    SELECT m FROM regexp_matches(x.line #>> '{}', '(?:^|\mor |\mand |\()\s*(?:exp\s+)?\*?([[:alpha:]][^/"\[\](){}.]{2,120})/', 'gi') AS m
    UNION ALL SELECT m FROM regexp_matches(x.line #>> '{}', '"([^"]{3,120})"\s*\[(?:mesh|mh|majr)', 'gi') AS m
    UNION ALL SELECT m FROM regexp_matches(x.line #>> '{}', '\mM[HMJ]\s+"([^"]{3,120})"', 'gi') AS m
    UNION ALL SELECT m FROM regexp_matches(x.line #>> '{}', '''([^'']{3,120})''/(?:exp|de|mj)', 'gi') AS m) h
$$;
-- +goose StatementEnd

ALTER TABLE request_text ADD COLUMN alike tsvector NOT NULL GENERATED ALWAYS AS (
  setweight(to_tsvector('evidence', plain_words(question)), 'A')
  || setweight(to_tsvector('evidence', plain_words(jsonb_path_query_array(framework_text, '$.*')::text)), 'B')
  || setweight(to_tsvector('evidence', plain_words(background)), 'C')
  || array_to_tsvector(paper_ids(question || ' ' || background || ' ' || known_papers))) STORED;
-- It is read with every page of the workbench and written once a request, so nothing may pile up beside it.
CREATE INDEX request_text_alike ON request_text USING gin (alike) WITH (fastupdate = off);

ALTER TABLE search_record ADD COLUMN headings tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('evidence', plain_words(heading_words(lines)))) STORED;
CREATE INDEX search_record_headings ON search_record USING gin (headings) WITH (fastupdate = off);
CREATE INDEX reference_doi ON reference (lower(doi)) WHERE doi <> '';
CREATE INDEX reference_pmid ON reference (pmid) WHERE pmid <> '';

-- From how many questions the table lexeme was counted, out of how many.
CREATE TABLE lexeme_sample (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  counted int     NOT NULL CHECK (counted >= 0),
  total   int     NOT NULL CHECK (total >= counted)
);

-- What became of an earlier request that was found: its answer was reused, adapted, or the work was done anew.
CREATE TABLE similar_use (
  request_id uuid        NOT NULL REFERENCES request (id),
  earlier_id uuid        NOT NULL REFERENCES request (id),
  version    int         NOT NULL CHECK (version >= 2), -- 1 is that nothing was said
  outcome    text        NOT NULL CHECK (outcome IN ('reused', 'adapted', 'new')),
  said_by    uuid        NOT NULL REFERENCES person (id),
  said_at    timestamptz NOT NULL,
  PRIMARY KEY (request_id, earlier_id),
  CHECK (request_id <> earlier_id)
);
CREATE INDEX similar_use_earlier ON similar_use (earlier_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON lexeme_sample TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE ON similar_use TO evidencedesk_app;

-- +goose Down
DROP TABLE similar_use, lexeme_sample;
DROP INDEX reference_pmid, reference_doi;
ALTER TABLE search_record DROP COLUMN headings;
ALTER TABLE request_text DROP COLUMN alike;
DROP FUNCTION heading_words(jsonb);
DROP FUNCTION paper_ids(text);
DROP FUNCTION plain_words(text);
DROP TEXT SEARCH CONFIGURATION evidence;
DROP EXTENSION unaccent;
