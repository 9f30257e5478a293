-- name: LexemesOf :many
-- How the text search writes each word or phrase, empty for one that means nothing alone, and in how many of the sampled questions
-- its rarest word is; 0 when none of them has it.
SELECT w.n::int AS n, phraseto_tsquery('evidence', w.word)::text AS query,
  coalesce((SELECT min(coalesce(l.ndoc, 0)) FROM unnest(tsvector_to_array(to_tsvector('evidence', w.word))) x(lexeme) LEFT JOIN lexeme l ON l.word = x.lexeme), 0)::int AS ndoc
FROM unnest(sqlc.arg(words)::text[]) WITH ORDINALITY AS w(word, n)
ORDER BY w.n;

-- name: PaperIDs :one
SELECT paper_ids(sqlc.arg(text)::text)::text[] AS ids;

-- name: LexemeSample :one
SELECT counted, total FROM lexeme_sample;

-- name: SaveLexemeSample :exec
INSERT INTO lexeme_sample (counted, total) VALUES (sqlc.arg(counted), sqlc.arg(total))
ON CONFLICT (one) DO UPDATE SET counted = excluded.counted, total = excluded.total;

-- name: SimilarTexts :one
-- What a request is known by: its words, and the papers that its references and its test set name.
SELECT t.question, t.background, t.framework_text, s.specialty,
  ARRAY(SELECT x.id FROM (
    SELECT 'doi:' || lower(f.doi) AS id FROM reference f WHERE f.request_id = r.id AND f.doi <> ''
    UNION SELECT 'pmid:' || f.pmid FROM reference f WHERE f.request_id = r.id AND f.pmid <> ''
    UNION SELECT 'doi:' || lower(p.doi) FROM test_paper p WHERE p.request_id = r.id AND p.doi <> ''
    UNION SELECT 'pmid:' || p.pmid FROM test_paper p WHERE p.request_id = r.id AND p.pmid <> ''
    UNION SELECT unnest(paper_ids(t.question || ' ' || t.background || ' ' || t.known_papers))) x ORDER BY x.id LIMIT 200)::text[] AS papers
FROM request r
JOIN request_text t ON t.request_id = r.id AND t.version = r.text_version
JOIN request_state s ON s.request_id = r.id
WHERE r.id = sqlc.arg(request) AND visible_to(sqlc.arg(reader)::uuid, r.id) IS NOT NULL;

-- name: SimilarRequests :many
-- Delivered requests that have the words, headings or papers looked for and that the reader may see, the most alike first.
-- Three steps, each with fewer rows and more work for one: the indexes give some thousands at most, the chosen words being rare
-- enough; consent and the weightiest words leave 100; all words, headings, papers and common trigrams order those.
WITH reader AS (SELECT p.id, p.organisation_id FROM person p WHERE p.id = sqlc.arg(reader) AND p.erased_at IS NULL),
term AS MATERIALIZED (
  SELECT q.query::tsquery AS query, w.weight, q.n
  FROM unnest(sqlc.arg(queries)::text[]) WITH ORDINALITY AS q(query, n) JOIN unnest(sqlc.arg(weights)::float8[]) WITH ORDINALITY AS w(weight, n) ON w.n = q.n),
hit AS (
  (SELECT t.request_id, false AS headed FROM request_text t WHERE t.alike @@ (sqlc.arg(words)::text)::tsquery LIMIT sqlc.arg(hits))
  UNION ALL (SELECT c.request_id, true FROM search_record c WHERE c.headings @@ (sqlc.arg(words)::text)::tsquery LIMIT sqlc.arg(hits))
  UNION ALL (SELECT f.request_id, false FROM reference f WHERE f.doi <> '' AND lower(f.doi) = ANY (sqlc.arg(dois)::text[]) LIMIT sqlc.arg(hits))
  UNION ALL (SELECT f.request_id, false FROM reference f WHERE f.pmid <> '' AND f.pmid = ANY (sqlc.arg(pmids)::text[]) LIMIT sqlc.arg(hits))),
found AS (SELECT h.request_id, bool_or(h.headed) AS headed FROM hit h GROUP BY h.request_id),
rough AS (
  SELECT t.request_id, t.question, t.alike, s.specialty, f.headed,
    (SELECT coalesce(sum(term.weight), 0) FROM term WHERE term.n <= 8 AND (t.alike @@ term.query
      OR f.headed AND EXISTS (SELECT FROM search_record c WHERE c.request_id = t.request_id AND c.headings @@ term.query))) AS score
  FROM reader, found f
  JOIN request r ON r.id = f.request_id
  JOIN request_state s ON s.request_id = f.request_id
  JOIN request_text t ON t.request_id = f.request_id AND t.version = r.text_version
  WHERE t.erased_at IS NULL AND s.delivered_at IS NOT NULL AND f.request_id IS DISTINCT FROM sqlc.narg(request)::uuid
    AND (s.requester = reader.id OR r.share_report = 'anyone_nhs'
      OR r.share_report = 'my_organisation' AND r.organisation_id = reader.organisation_id
      OR s.library_id IN (SELECT w.library_id FROM works_in(reader.id) w(library_id)))
  ORDER BY score DESC, t.request_id DESC
  LIMIT 100),
compared AS (
  SELECT h.request_id, h.question, LEAST(1, GREATEST(CASE WHEN g.same > 0.5 THEN g.same ELSE 0 END,
    0.9 * m.weight / GREATEST(sqlc.arg(total)::float8, 1e-9) / (0.7 + 0.3 * GREATEST(length(h.alike), 15) / 35.0)
    + 0.1 * g.same
    + CASE WHEN h.specialty <> '' AND lower(h.specialty) = lower(sqlc.arg(specialty)::text) THEN 0.02 ELSE 0 END
    + CASE WHEN p.papers > 0 THEN 0.25 + 0.05 * LEAST(p.papers, 5) ELSE 0 END)) AS score
  FROM rough h
  CROSS JOIN LATERAL (SELECT similarity(h.question, sqlc.arg(text)::text) AS same OFFSET 0) g
  CROSS JOIN LATERAL (SELECT coalesce(sum(CASE WHEN h.alike @@ term.query THEN term.weight ELSE 0.7 * term.weight END), 0) AS weight FROM term
    WHERE h.alike @@ term.query
      OR h.headed AND EXISTS (SELECT FROM search_record c WHERE c.request_id = h.request_id AND c.headings @@ term.query)) m
  CROSS JOIN LATERAL (SELECT (SELECT count(*) FROM unnest(tsvector_to_array(h.alike)) q(word) WHERE q.word = ANY (sqlc.arg(papers)::text[]))
    + (SELECT count(DISTINCT f.id) FROM reference f WHERE f.request_id = h.request_id
        AND (f.doi <> '' AND lower(f.doi) = ANY (sqlc.arg(dois)::text[]) OR f.pmid <> '' AND f.pmid = ANY (sqlc.arg(pmids)::text[]))) AS papers) p
  WHERE m.weight > 0 OR p.papers > 0 -- an older version of its text may have been found
  ORDER BY score DESC, h.request_id DESC
  LIMIT 60)
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
ORDER BY c.score DESC, c.request_id DESC
LIMIT sqlc.arg(most);

-- name: SimilarUses :many
SELECT u.earlier_id, u.version, u.outcome, u.said_by, u.said_at FROM similar_use u
WHERE u.request_id = sqlc.arg(request) AND visible_to(sqlc.arg(reader)::uuid, u.earlier_id) IS NOT NULL
ORDER BY u.said_at, u.earlier_id;

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
