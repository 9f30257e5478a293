const again = 5000 // milliseconds after which a form may be sent again: a download leaves its page open

// onceOnly sends a POST form once, however often its button is pressed.
export function onceOnly() {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || form.method !== 'post') return
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = 'true'
    setTimeout(() => delete form.dataset.sent, again)
  })
  // A page that comes back from the browser's memory may be sent again.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
  })
}

// bulkBars ticks all rows of a list and says how many are ticked.
export function bulkBars() {
  for (const bar of document.querySelectorAll('[data-bulk]')) {
    const form = bar.closest('form')
    const all = bar.querySelector('[data-select-all]')
    const count = bar.querySelector('[role=status]')
    const boxes = form ? [...form.querySelectorAll('[data-select]')] : []
    if (!all || boxes.length === 0) continue
    const sync = () => {
      const n = boxes.filter((box) => box.checked).length
      all.checked = n === boxes.length
      all.indeterminate = n > 0 && n < boxes.length
      count.textContent = counted(bar.dataset, n)
    }
    all.addEventListener('change', () => {
      for (const box of boxes) box.checked = all.checked
      sync()
    })
    for (const box of boxes) box.addEventListener('change', sync)
    sync()
  }
}

// counted picks the words for a number: data-none, data-single or data-many with {n}.
export function counted(words, n) {
  if (n === 0 && words.none !== undefined) return words.none
  return n === 1 ? words.single : words.many.replace('{n}', n.toLocaleString('en-GB'))
}

export function printButtons() {
  for (const button of document.querySelectorAll('[data-print]')) {
    button.addEventListener('click', () => window.print())
  }
}

// copyButtons copy what an element shows; a table as columns with tabs.
export function copyButtons() {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset.copy)
      if (!source || !navigator.clipboard) return
      await navigator.clipboard.writeText(source.innerText)
      const done = button.parentElement.querySelector('[role=status]')
      if (done) done.textContent = button.dataset.done
    })
  }
}
