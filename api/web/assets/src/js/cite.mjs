// citeButtons insert the number that a list has chosen where somebody was writing, and go on there.
export function citeButtons() {
  for (const button of document.querySelectorAll('[data-insert]')) {
    const list = document.getElementById(button.dataset.insert)
    const form = button.form
    if (!list || !form) continue
    let place = null
    form.addEventListener('focusin', ({ target }) => {
      if (target.matches('textarea')) place = target
    })
    button.addEventListener('click', () => {
      const text = place ?? form.querySelector('textarea[name=text]')
      if (!list.value || !text) {
        list.focus()
        return
      }
      const caret = place ? text.selectionEnd : text.value.length
      const [start, piece] = citation(text.value.slice(0, caret), list.value)
      text.setRangeText(piece, start, caret, 'end')
      text.dispatchEvent(new Event('input', { bubbles: true }))
      text.focus()
      const done = button.parentElement.querySelector('[role=status]')
      if (done) done.textContent = button.dataset.done
    })
  }
}

// citation gives what is to be written for a number after a text, and from where: beside one that stands there, it joins it.
export function citation(before, n) {
  const last = /\[([0-9][0-9 ,–-]*)\]$/.exec(before)
  if (!last) return [before.length, `${/\S$/.test(before) ? ' ' : ''}[${n}]`]
  const joined = last[1].split(/ *, */).includes(n) ? last[1] : `${last[1]}, ${n}`
  return [last.index, `[${joined}]`]
}
