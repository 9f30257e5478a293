import { counted } from './forms.mjs'

// liveRegions say how much is new since the page was made. They never move what somebody reads.
export function liveRegions() {
  if (!('EventSource' in window)) return
  for (const region of document.querySelectorAll('[data-live]')) listen(region)
}

function listen(region) {
  const { live, since } = region.dataset
  const address = live + (live.includes('?') ? '&' : '?') + 'since=' + encodeURIComponent(since ?? '')
  let source = null
  let ended = false

  const open = () => {
    if (source) return
    source = new EventSource(address)
    source.onopen = () => rest(region, true)
    source.onerror = () => rest(region, false)
    source.onmessage = (event) => announce(region, Number.parseInt(event.data, 10))
    source.addEventListener('said', (event) => say(region, event.data))
    source.addEventListener('ended', (event) => {
      ended = true
      close()
      say(region, event.data)
      offer(region)
    })
  }
  const close = () => {
    source?.close()
    source = null
  }
  // A browser has about six connections to a server; hidden pages give theirs back.
  const follow = () => (ended || document.visibilityState === 'hidden' ? close() : open())
  document.addEventListener('visibilitychange', follow)
  window.addEventListener('pagehide', close)
  window.addEventListener('pageshow', follow)
  follow()
}

function announce(region, n) {
  if (!(n > 0)) return
  if (say(region, counted({ single: region.dataset.single, many: region.dataset.many }, n))) offer(region)
}

// rest says, where nothing is new, whether the page would know: while it listens there is no need to load it again.
function rest(region, listening) {
  const line = region.querySelector('[data-still]')
  const link = region.querySelector('a')
  if (!line || !link || region.classList.contains('app-live--new')) return
  line.dataset.text ??= line.textContent
  line.textContent = listening ? line.dataset.still : line.dataset.text
  link.hidden = listening
}

// say tells something that is new, once.
function say(region, words) {
  const text = region.querySelector('[role=status]')
  if (text.textContent === words) return false
  text.textContent = words
  return true
}

// offer draws the eye to the link that shows it.
function offer(region) {
  const link = region.querySelector('a')
  region.classList.add('app-live--new')
  if (link) link.hidden = false
  if (link && region.dataset.show) link.textContent = region.dataset.show
}

// presence says every minute that this page is open, and shows who else has it open.
export function presence() {
  for (const region of document.querySelectorAll('[data-presence]')) {
    const tell = () => {
      if (document.visibilityState === 'visible') here(region)
    }
    setInterval(tell, 60000)
    document.addEventListener('visibilitychange', tell)
    tell()
  }
}

async function here(region) {
  try {
    const response = await fetch(region.dataset.presence, {
      method: 'POST',
      body: new URLSearchParams({ doing: region.dataset.doing }),
      headers: { Accept: 'application/json' }
    })
    if (!response.ok || response.redirected) return
    const { message } = await response.json()
    if (typeof message === 'string' && region.textContent !== message) region.textContent = message
  } catch {
    // The next minute tries again.
  }
}
