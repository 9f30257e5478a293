-- name: LexemesOf :many
-- How the text search writes each word or phrase, empty for one that means nothing alone, and in how many of the sampled questions
-- its rarest word is; 0 when none of them has it. Every row says how many were counted, out of how many.
SELECT w.n::int AS n, phraseto_tsquery('evidence', w.word)::text AS query,
  coalesce((SELECT min(coalesce(l.ndoc, 0)) FROM unnest(tsvector_to_array(to_tsvector('evidence', w.word))) x(lexeme) LEFT JOIN lexeme l ON l.word = x.lexeme), 0)::int AS ndoc,
  coalesce(sample.counted, 0)::int AS counted, coalesce(sample.total, 0)::int AS total
FROM unnest(sqlc.arg(words)::text[]) WITH ORDINALITY AS w(word, n) LEFT JOIN lexeme_sample sample ON true
ORDER BY w.n;

-- name: PaperIDs :one
SELECT paper_ids(sqlc.arg(text)::text)::text[] AS ids;

-- name: SaveLexemeSample :exec
INSERT INTO lexeme_sample (counted, total) VALUES (sqlc.arg(counted), sqlc.arg(total))
ON CONFLICT (one) DO UPDATE SET counted = excluded.counted, total = excluded.total;

-- name: SimilarTexts :one
-- What a request is known by: its words, and the papers that its references and its test set name; and what became of the earlier
-- requests that were found before, of those that the reader may see.
SELECT t.question, t.background, t.framework_text, s.specialty,
  ARRAY(SELECT x.id FROM (
    SELECT 'doi:' || lower(f.doi) AS id FROM reference f WHERE f.request_id = r.id AND f.doi <> ''
    UNION SELECT 'pmid:' || f.pmid FROM reference f WHERE f.request_id = r.id AND f.pmid <> ''
    UNION SELECT 'doi:' || lower(p.doi) FROM test_paper p WHERE p.request_id = r.id AND p.doi <> ''
    UNION SELECT 'pmid:' || p.pmid FROM test_paper p WHERE p.request_id = r.id AND p.pmid <> ''
    UNION SELECT unnest(paper_ids(t.question || ' ' || t.background || ' ' || t.known_papers))) x ORDER BY x.id LIMIT 200)::text[] AS papers,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('earlier', u.earlier_id, 'version', u.version, 'outcome', u.outcome, 'by', u.said_by, 'at', u.said_at)
      ORDER BY u.said_at, u.earlier_id), '[]')
    FROM similar_use u WHERE u.request_id = r.id AND visible_to(sqlc.arg(reader)::uuid, u.earlier_id) IS NOT NULL)::jsonb AS uses
FROM request r
JOIN request_text t ON t.request_id = r.id AND t.version = r.text_version
JOIN request_state s ON s.request_id = r.id
WHERE r.id = sqlc.arg(request) AND visible_to(sqlc.arg(reader)::uuid, r.id) IS NOT NULL;

-- name: SimilarRequests :many
-- Delivered requests that have the words, headings or papers looked for and that the reader may see, the most alike first. Each step
-- has fewer rows and does more for one of them:
--   candidate  the indexes give about 1,600 at most, the chosen words being rare enough; nothing but their own text is read;
--   rough      these are put in order by the eight weightiest words and the papers;
--   seen       in this order they are asked whether the reader may see them, until 100 are found: the rest is never looked up;
--   worded     all words, the headings and the papers leave the best of those;
--   compared   the trigrams, which cost most, put those in their order.
-- The words are read once, in a subquery: a cast of a parameter is done anew for every row. The steps are kept apart by OFFSET 0 and MATERIALIZED, so that no plan turns their order round. Whoever is in seen is also visible:
-- visible_to is asked at the end for the relation, and because it alone decides.
WITH reader AS MATERIALIZED (
  SELECT p.id, p.organisation_id, ARRAY(SELECT w.library_id FROM works_in(p.id) w(library_id)) AS libraries
  FROM person p WHERE p.id = sqlc.arg(reader) AND p.erased_at IS NULL),
term AS MATERIALIZED (
  SELECT q.query::tsquery AS query, w.weight, q.n
  FROM unnest(sqlc.arg(queries)::text[]) WITH ORDINALITY AS q(query, n) JOIN unnest(sqlc.arg(weights)::float8[]) WITH ORDINALITY AS w(weight, n) ON w.n = q.n),
weightiest AS MATERIALIZED ( -- a paper that both name says more than a word that both have
  SELECT term.query, term.weight FROM term WHERE term.n <= 8
  UNION ALL SELECT (sqlc.arg(paper_words)::text)::tsquery, 0.3 * sqlc.arg(total)::float8 WHERE sqlc.arg(paper_words)::text <> ''),
beside AS MATERIALIZED ( -- what is found by its searches or its references, with the headings that were found
  SELECT b.request_id, array_agg(b.headings) FILTER (WHERE b.headings IS NOT NULL) AS headings, bool_or(b.headings IS NULL) AS cited FROM (
    (SELECT c.request_id, c.headings FROM search_record c WHERE c.headings @@ (SELECT sqlc.arg(words)::text::tsquery) LIMIT sqlc.arg(beside))
    UNION ALL (SELECT f.request_id, NULL FROM reference f WHERE f.doi <> '' AND lower(f.doi) = ANY (sqlc.arg(dois)::text[]) LIMIT sqlc.arg(beside))
    UNION ALL (SELECT f.request_id, NULL FROM reference f WHERE f.pmid <> '' AND f.pmid = ANY (sqlc.arg(pmids)::text[]) LIMIT sqlc.arg(beside))) b
  GROUP BY b.request_id),
candidate AS (
  SELECT t.request_id, t.version, t.question, t.alike, b.headings, b.cited
  FROM (SELECT x.request_id, x.version, x.question, x.alike, x.erased_at FROM request_text x
    WHERE x.alike @@ (SELECT sqlc.arg(words)::text::tsquery) LIMIT sqlc.arg(hits)) t
  LEFT JOIN beside b ON b.request_id = t.request_id
  WHERE t.erased_at IS NULL
  UNION ALL
  SELECT t.request_id, t.version, t.question, t.alike, b.headings, b.cited
  FROM beside b CROSS JOIN LATERAL (SELECT * FROM request_text x WHERE x.request_id = b.request_id OFFSET 0) t
  WHERE t.erased_at IS NULL AND NOT t.alike @@ (SELECT sqlc.arg(words)::text::tsquery)),
rough AS (
  SELECT c.request_id, c.version, c.question, c.alike, c.headings,
    (SELECT coalesce(sum(w.weight), 0) FROM weightiest w
      WHERE c.alike @@ w.query OR c.headings IS NOT NULL AND EXISTS (SELECT FROM unnest(c.headings) h(words) WHERE h.words @@ w.query))
      + CASE WHEN c.cited THEN 0.3 * sqlc.arg(total)::float8 ELSE 0 END AS score
  FROM candidate c
  WHERE c.request_id IS DISTINCT FROM sqlc.narg(request)::uuid
  ORDER BY score DESC, c.request_id DESC
  OFFSET 0),
seen AS (
  SELECT c.request_id, c.question, c.alike, c.headings, x.specialty
  FROM reader CROSS JOIN rough c
  CROSS JOIN LATERAL (
    SELECT s.specialty FROM request r JOIN request_state s ON s.request_id = r.id
    WHERE r.id = c.request_id AND r.text_version = c.version AND s.delivered_at IS NOT NULL
      AND (s.requester = reader.id OR r.share_report = 'anyone_nhs'
        OR r.share_report = 'my_organisation' AND r.organisation_id = reader.organisation_id
        OR s.library_id = ANY (reader.libraries))
    OFFSET 0) x
  ORDER BY c.score DESC, c.request_id DESC
  LIMIT 100),
worded AS (
  SELECT h.request_id, h.question, 0.9 * m.weight / GREATEST(sqlc.arg(total)::float8, 1e-9) / (0.7 + 0.3 * GREATEST(length(h.alike), 15) / 35.0)
    + CASE WHEN h.specialty <> '' AND lower(h.specialty) = lower(sqlc.arg(specialty)::text) THEN 0.02 ELSE 0 END
    + CASE WHEN p.papers > 0 THEN 0.25 + 0.05 * LEAST(p.papers, 5) ELSE 0 END AS score
  FROM seen h
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE WHEN h.alike @@ term.query THEN term.weight ELSE 0.7 * term.weight END), 0) AS weight FROM term
    WHERE h.alike @@ term.query OR h.headings IS NOT NULL AND EXISTS (SELECT FROM unnest(h.headings) g(words) WHERE g.words @@ term.query)) m
  CROSS JOIN LATERAL (
    SELECT CASE WHEN cardinality(sqlc.arg(papers)::text[]) = 0 THEN 0 ELSE
      (SELECT count(*) FROM unnest(tsvector_to_array(h.alike)) q(word) WHERE q.word = ANY (sqlc.arg(papers)::text[]))
      + (SELECT count(DISTINCT f.id) FROM reference f WHERE f.request_id = h.request_id
          AND (f.doi <> '' AND lower(f.doi) = ANY (sqlc.arg(dois)::text[]) OR f.pmid <> '' AND f.pmid = ANY (sqlc.arg(pmids)::text[]))) END AS papers
    OFFSET 0) p
  WHERE m.weight > 0 OR p.papers > 0
  ORDER BY score DESC, h.request_id DESC
  LIMIT GREATEST(sqlc.arg(most)::int, 20)),
compared AS (
  SELECT w.request_id, w.question, LEAST(1, GREATEST(CASE WHEN g.same > 0.5 THEN g.same ELSE 0 END, w.score + 0.1 * g.same)) AS score
  FROM worded w
  CROSS JOIN LATERAL (SELECT similarity(left(w.question, sqlc.arg(compared)::int), sqlc.arg(text)::text) AS same OFFSET 0) g
  ORDER BY score DESC, w.request_id DESC
  LIMIT sqlc.arg(most)::int)
SELECT c.request_id, r.reference, s.library_id, l.name AS library_name, s.stage, s.outcome, s.type, s.specialty, left(c.question, 300)::text AS question,
  s.delivered_at, c.score::float8 AS score, v.relation::text AS relation, s.requester, requester.name AS requester_name,
  (r.erased_at IS NOT NULL)::boolean AS anonymous,
  shared_with(r.share_identity, r.organisation_id, sqlc.arg(reader))::boolean AS identity_shared
FROM compared c
CROSS JOIN LATERAL (SELECT visible_to(sqlc.arg(reader), c.request_id) AS relation OFFSET 0) v
JOIN request_state s ON s.request_id = c.request_id
JOIN request r ON r.id = c.request_id
JOIN library l ON l.id = s.library_id
JOIN person requester ON requester.id = s.requester
WHERE v.relation IS NOT NULL
ORDER BY c.score DESC, c.request_id DESC;

-- name: GetSimilarUse :one
SELECT earlier_id, version, outcome, said_by, said_at FROM similar_use WHERE request_id = sqlc.arg(request) AND earlier_id = sqlc.arg(earlier);

-- name: SaveSimilarUse :one
-- Version 1 is the row that is not there yet.
INSERT INTO similar_use (request_id, earlier_id, version, outcome, said_by, said_at)
SELECT sqlc.arg(request), sqlc.arg(earlier), 2, sqlc.arg(outcome), sqlc.arg(person), sqlc.arg(now)
WHERE sqlc.arg(version)::int = 1 OR EXISTS (SELECT FROM similar_use o WHERE o.request_id = sqlc.arg(request) AND o.earlier_id = sqlc.arg(earlier) AND o.version = sqlc.arg(version)::int)
ON CONFLICT (request_id, earlier_id) DO UPDATE SET version = similar_use.version + 1, outcome = excluded.outcome, said_by = excluded.said_by, said_at = excluded.said_at
WHERE similar_use.version = sqlc.arg(version)::int
RETURNING earlier_id, version, outcome, said_by, said_at;
