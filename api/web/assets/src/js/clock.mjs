// timers move the figure of a timer that runs. They are not announced: a figure that changes every minute would never be quiet.
export function timers() {
  for (const figure of document.querySelectorAll('[data-timer][data-running]')) {
    const began = Date.now() - Number(figure.dataset.timer) * 1000
    setInterval(() => {
      const minutes = Math.floor((Date.now() - began) / 60000)
      const text = figure.dataset.format.replace('{h}', Math.floor(minutes / 60)).replace('{m}', minutes % 60)
      if (figure.textContent !== text) figure.textContent = text
    }, 5000)
  }
}

// sessionWarning says that the session is about to end, and can keep it without leaving the page.
export function sessionWarning() {
  const box = document.querySelector('[data-session]')
  if (!box) return
  const text = box.querySelector('[role=status]')
  const link = box.querySelector('a')
  let ends = endOf(box)
  setInterval(() => {
    const soon = Date.now() > ends - Number(box.dataset.before) * 1000
    box.classList.toggle('app-session--on', soon)
    if (soon && text.textContent === '') text.textContent = box.dataset.text
  }, 5000)
  link.addEventListener('click', async (event) => {
    event.preventDefault()
    const response = await fetch(link.href).catch(() => null)
    if (!response?.ok || response.redirected) {
      window.location.assign(link.href)
      return
    }
    ends = endOf(box)
    text.textContent = ''
    box.classList.remove('app-session--on')
  })
}

const endOf = (box) => Date.now() + Number(box.dataset.session) * 1000
