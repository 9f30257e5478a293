// Two files of records as two databases would give them, the same at every run: RIS and NBIB with a part in common. Every publication is
// made up.
const things = ['walking twice a day', 'clocks and calendars by the bed', 'quiet hours at night', 'a named nurse', 'family visits', 'large-print menus',
  'hearing aids kept charged', 'early removal of catheters', 'a pain round each evening', 'music after lunch']
const effects = ['days of delirium', 'falls', 'hours of sleep', 'length of stay', 'return home', 'use of sedatives', 'strain on carers', 'time to first steps']
const people = ['older adults on general wards', 'people after hip surgery', 'adults in intensive care', 'people with dementia', 'adults after a stroke', 'people waiting for discharge']
const designs = ['randomised trial', 'cohort study', 'before and after study', 'interview study', 'survey']
const families = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Gorse', 'Hazel', 'Ivy', 'Juniper', 'Kelp', 'Larch']
const given = ['Jane', 'Karim', 'Lena', 'Moses', 'Nia', 'Olga', 'Priya']

export const counts = { ris: 1200, nbib: 800, common: 300, doubtful: 10, broken: 6 }

// publication gives publication n, which no other is like.
function publication (n) {
  const thing = things[n % 10]
  const effect = effects[Math.floor(n / 10) % 8]
  const who = people[Math.floor(n / 80) % 6]
  const design = designs[Math.floor(n / 480) % 5]
  return {
    title: `${thing[0].toUpperCase()}${thing.slice(1)} and ${effect} in ${who}: a ${design}`,
    authors: [`${families[n % 12]}, ${given[n % 7]}`, `${families[(n * 5 + 3) % 12]}, ${given[(n + 2) % 7]}`],
    year: 2008 + n % 17, volume: 10 + n % 17, issue: 1 + n % 6, first: 11 + 9 * n, doi: `10.5555/journey.${n}`, pmid: 90000000 + n,
    abstract: `People on ${20 + n % 30} wards took part. The study asked whether ${thing} changes ${effect} in ${who}.`
  }
}

// ris gives the first file: publications 0 to 1,199, some of them written badly.
export function ris () {
  let file = 'Results of a search\n\n'
  for (let n = 0; n < counts.ris; n++) {
    const p = publication(n)
    const broken = n % 200 === 199
    const lines = ['TY  - JOUR', `TI  - ${n % 150 === 7 ? p.title.replace(' and ', ' &amp; ') : p.title}`, ...p.authors.map((a) => `AU  - ${a}`), `PY  - ${p.year}`,
      'JO  - Made-up Journal of Wards', `VL  - ${p.volume}`, `IS  - ${p.issue}`, `SP  - ${p.first}`, `EP  - ${p.first + 8}`, `DO  - ${p.doi}`, `AB  - ${p.abstract}`]
    if (broken) lines.splice(1, 1) // no title
    if (n % 300 === 50) lines.push('QX  - a tag of nobody')
    if (n % 400 !== 60) lines.push('ER  - ') // else the end is missing
    file += lines.join('\n') + '\n\n'
  }
  return Buffer.from(file)
}

// nbib gives the second file: 300 of the same, ten that may be the same, and what only it has.
export function nbib () {
  let file = ''
  for (let i = 0; i < counts.nbib; i++) {
    const twin = i >= counts.common && i < counts.common + counts.doubtful
    const p = publication(i < counts.common + counts.doubtful ? 2 * i : counts.ris + i)
    const authors = p.authors.map((a) => a.replace(/, (.).*/, ' $1'))
    const lines = [`PMID- ${p.pmid}`, 'OWN - NLM', `DP  - ${p.year}`, `TI  - ${p.title}.`]
    if (!twin) lines.push(`VI  - ${p.volume}`, `IP  - ${p.issue}`, `PG  - ${p.first}-${p.first + 8}`, 'TA  - Made Up J Wards', 'JT  - Made-up journal of wards', `AB  - ${p.abstract}`)
    lines.push(...authors.map((a) => `AU  - ${a}`), 'LA  - eng', 'PT  - Journal Article')
    file += lines.join('\n') + '\n\n'
  }
  return Buffer.from(file)
}

// title gives the title of publication n.
export const title = (n) => publication(n).title
export const doi = (n) => publication(n).doi

// bad are files that are none of records.
export const bad = [
  { name: 'export.ris', mimeType: 'application/x-research-info-systems', buffer: Buffer.from('PK\x03\x04\x14\x00\x06\x00\x08\x00[Content_Types].xml xl/workbook.xml', 'latin1'), says: /spreadsheet|Excel/ },
  { name: 'empty.ris', mimeType: 'text/plain', buffer: Buffer.alloc(0), says: /empty/ },
  { name: 'results.nbib', mimeType: 'text/plain', buffer: Buffer.from('<!DOCTYPE html><html><head><title>Results</title></head><body>Sign in</body></html>'), says: /web page/ }
]

// ovid and pubmed are search histories as the platforms show them, each with something to look at again.
export const ovid = `Ovid MEDLINE(R) ALL <1946 to November 19, 2026>

1\texp Delirium/\t12,406
2\t(delirium or acute confusion*).ti,ab.\t24,871
3\t1 or 2\t27,130
4\texp Walking/\t71,204
5\t(walk* or mobilis*).ti,ab.\t402,118
6\t4 or 5\t421,377
7\t3 and 6 and 9\t1,200
`
export const pubmed = `History and Search Details
Search\tActions\tDetails\tQuery\tResults\tTime
#3\t

Search: #1 AND #2 Sort by: Most Recent
800\t05:12:33
#2\t

Search: walk*[tiab] adn ward*[tiab] Sort by: Most Recent
41,002\t05:11:09
#1\t

Search: delirium[tiab] Sort by: Most Recent
21,877\t05:10:00
`
