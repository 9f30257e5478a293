// The shape of a page: what an accessibility check looks at, without the words and numbers that differ from one thing to the next.

// shape gives the page as it stands as one line. Pages of one shape have the same elements with the same classes, roles and states, named and
// described by elements of the same IDs (without numbers); a row of siblings of one shape counts once.
export async function shape (page) {
  return page.evaluate(() => {
    const kept = ['class', 'role', 'type', 'scope', 'autocomplete', 'lang', 'tabindex', 'open', 'disabled', 'checked', 'multiple', 'required', 'hidden',
      'aria-hidden', 'aria-expanded', 'aria-current', 'aria-live', 'aria-invalid', 'aria-level', 'aria-disabled', 'aria-pressed', 'aria-sort', 'inert']
    const named = ['aria-label', 'alt', 'title', 'href', 'src', 'placeholder', 'action']
    const pointing = ['for', 'headers', 'list', 'form', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'aria-errormessage', 'aria-activedescendant']
    const landmarks = /^(NAV|ASIDE|SECTION|FORM|HEADER|FOOTER|MAIN)$/
    const plain = (id) => id.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '#')

    const attributes = (e) => [
      ...kept.filter((a) => e.hasAttribute(a)).map((a) => `${a}=${plain(e.getAttribute(a))}`),
      ...named.filter((a) => e.hasAttribute(a)).map((a) => `${a}=${name(e, a)}`),
      ...pointing.filter((a) => e.hasAttribute(a)).map((a) => `${a}=${e.getAttribute(a).split(/\s+/).map(target).join('+')}`),
      ...(e.id ? [`id=${plain(e.id)}`] : []),
      ...(scrolls(e) ? ['scrolls'] : [])
    ].join(' ')
    // The name of a landmark counts, because two must not have the same; of everything else, whether there is one.
    const name = (e, a) => a === 'aria-label' && (landmarks.test(e.tagName) || e.hasAttribute('role')) ? e.getAttribute(a) : e.getAttribute(a).trim() ? 'some' : 'none'
    const target = (id) => plain(id) + (document.getElementById(id) ? '' : '?')
    const scrolls = (e) => (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight) && /auto|scroll/.test(getComputedStyle(e).overflow)

    const draw = (e) => {
      const inside = [...e.childNodes].flatMap((n, i) => {
        if (n.nodeType === Node.TEXT_NODE) return n.data.trim() ? ['"'] : []
        if (n.nodeType !== Node.ELEMENT_NODE || /^(script|style|path)$/i.test(n.tagName)) return []
        return [landmarks.test(n.tagName) ? `${i}:${draw(n)}` : draw(n)] // a landmark is never one of many
      })
      return `${e.tagName.toLowerCase()}[${attributes(e)}](${[...new Set(inside)].join('')})`
    }
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => h.tagName)
    const steps = new Set(levels.map((level, i) => `${levels[i - 1] ?? ''}${level}`))
    return `${[...steps].sort().join(' ')} ${draw(document.documentElement)}`
  })
}
