const rest = 800 // milliseconds without typing before the text is read

let rules

// guardFields read a text while it is typed and mention what looks like a patient's identifier. They never stop anybody: the
// server decides when the form is sent.
export function guardFields() {
  for (const field of document.querySelectorAll('[data-guard]')) {
    const note = document.getElementById(field.dataset.guard)
    if (!note) continue
    let timer = 0
    const read = async () => show(note, messages(await load(), field.value))
    field.addEventListener('input', () => {
      clearTimeout(timer)
      timer = setTimeout(read, rest)
    })
    field.addEventListener('focus', load, { once: true })
  }
}

// load fetches the rules once for the page. Without them there are no notes.
function load() {
  rules ??= fetch('/identifier-guard.json', { headers: { Accept: 'application/json' } })
    .then((response) => (response.ok ? response.json() : { rules: [] }))
    .then((answer) => compile(answer.rules))
    .catch(() => [])
  return rules
}

// compile keeps the rules that browsers run.
export function compile(list) {
  return list
    .filter((rule) => rule.browser && rule.pattern)
    .map((rule) => ({ ...rule, expression: new RegExp(rule.pattern, rule.flags.includes('g') ? rule.flags : rule.flags + 'g') }))
}

// messages lists what is to be said of a text, each once. Group 1 of a match is the identifier; a match without it is harmless.
// What one rule has named, a later one does not name again.
export function messages(list, text) {
  const said = new Set()
  const named = new Set()
  for (const rule of list) {
    for (const [, identifier] of text.matchAll(rule.expression)) {
      if (!identifier || named.has(identifier) || !passes(rule.check, identifier)) continue
      named.add(identifier)
      said.add(rule.message)
    }
  }
  return [...said]
}

function passes(check, identifier) {
  const digits = identifier.replace(/\D/g, '')
  if (check === 'mod11') return differ(digits) && mod11(digits)
  return check === 'not_equal' ? differ(digits) : true
}

const differ = (digits) => new Set(digits).size > 1

// mod11 is the check of an NHS number (NHS Data Dictionary): with the check digit at weight 1 the sum divides by 11.
function mod11(digits) {
  if (digits.length !== 10) return false
  return [...digits].reduce((sum, digit, i) => sum + Number(digit) * (10 - i), 0) % 11 === 0
}

function show(note, list) {
  const key = list.join('\n')
  if (note.dataset.said === key) return
  note.dataset.said = key
  note.replaceChildren(
    ...list.map((text) => {
      const p = document.createElement('p')
      p.textContent = text
      return p
    })
  )
}
