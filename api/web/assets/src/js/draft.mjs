const every = 30000 // milliseconds between a change and its save

// drafts save a form with data-autosave while somebody writes, and say so.
export function drafts() {
  for (const form of document.querySelectorAll('form[data-autosave]')) keep(form)
}

function keep(form) {
  const status = form.querySelector('[data-draft-status]') ?? document.querySelector('[data-draft-status]')
  let timer = 0
  let dirty = false
  let ended = false

  const say = (text, failed) => {
    if (!status || !text) return
    status.textContent = text
    status.classList.toggle('app-draft--failed', failed)
  }
  const save = async () => {
    clearTimeout(timer)
    timer = 0
    if (!dirty || ended) return
    dirty = false
    const answer = await send(form)
    if (answer.ok) {
      if (answer.version && form.elements._version) form.elements._version.value = answer.version
      say(answer.message, false)
      return
    }
    // Somebody else saved first: only the person can decide, so it is not tried again.
    ended = answer.status === 409 || answer.status === 412
    dirty = true
    if (!ended) timer = setTimeout(save, every)
    say(answer.message ?? status?.dataset.failed, true)
  }
  const changed = () => {
    dirty = true
    timer ||= setTimeout(save, every)
  }
  form.addEventListener('input', changed)
  form.addEventListener('change', changed)
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    dirty = false
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save()
  })
}

// send posts the form without its files. It never throws: being offline is an answer too.
async function send(form) {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') body.append(name, value)
  }
  try {
    const response = await fetch(form.dataset.autosave, {
      method: 'POST',
      body,
      headers: { Accept: 'application/json' },
      keepalive: true
    })
    const isJSON = response.headers.get('Content-Type')?.includes('json')
    const answer = isJSON ? await response.json() : {}
    return { ...answer, ok: response.ok && isJSON && !response.redirected, status: response.status }
  } catch {
    return { ok: false, status: 0 }
  }
}
