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

  const open = () => {
    source ??= new EventSource(address)
    source.onmessage = (event) => announce(region, Number.parseInt(event.data, 10))
  }
  const close = () => {
    source?.close()
    source = null
  }
  // A browser has about six connections to a server; hidden pages give theirs back.
  const follow = () => (document.visibilityState === 'hidden' ? close() : open())
  document.addEventListener('visibilitychange', follow)
  window.addEventListener('pagehide', close)
  window.addEventListener('pageshow', follow)
  follow()
}

function announce(region, n) {
  if (!(n > 0)) return
  const text = region.querySelector('[role=status]')
  const link = region.querySelector('a')
  const words = counted({ single: region.dataset.single, many: region.dataset.many }, n)
  if (text.textContent === words) return
  text.textContent = words
  region.classList.add('app-live--new')
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
