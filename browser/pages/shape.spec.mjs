// What the audit does not look at twice: pages of one shape. Two pages that a check may judge differently must not share a shape.
import { shape } from '../support/shape.mjs'
import { expect, test } from '../support/test.mjs'

const alike = [
  ['words and numbers', '<p>12 records</p>', '<p>7 letters</p>'],
  ['rows of a table', '<table><tr><td>a</td></tr></table>', '<table><tr><td>b</td></tr><tr><td>c</td></tr></table>'],
  ['where a link leads', '<a href="/work/1">one</a>', '<a href="/work/2">two</a>'],
  ['numbers in IDs', '<label for="row-1">a</label><input id="row-1">', '<label for="row-27">b</label><input id="row-27">']
]
const different = [
  ['an image without words', '<img src="a.png" alt="Map">', '<img src="a.png" alt="">'],
  ['a button without a name', '<button>Send</button>', '<button></button>'],
  ['a label that leads nowhere', '<label for="q">Question</label><input id="q">', '<label for="q">Question</label><input id="p">'],
  ['a description that is not there', '<input aria-describedby="h"><p id="h">Hint</p>', '<input aria-describedby="h"><p>Hint</p>'],
  ['one row that differs', '<ul><li>a</li><li>b</li></ul>', '<ul><li>a</li><li><span>b</span></li></ul>'],
  ['a heading out of order', '<h2>a</h2><h3>b</h3><h2>c</h2><h3>d</h3><h4>e</h4>', '<h2>a</h2><h3>b</h3><h2>c</h2><h4>e</h4>'],
  ['two landmarks of one name', '<nav aria-label="Pages">a</nav>', '<nav aria-label="Pages">a</nav><nav aria-label="Pages">a</nav>'],
  ['another colour', '<p class="app-muted">a</p>', '<p>a</p>'],
  ['a state', '<button aria-expanded="true">a</button>', '<button aria-expanded="false">a</button>']
]

test('pages of one shape', async ({ page }) => {
  const shapeOf = async (html) => {
    await page.setContent(html)
    return shape(page)
  }
  for (const [what, one, other] of alike) expect(await shapeOf(one), what).toBe(await shapeOf(other))
  for (const [what, one, other] of different) expect(await shapeOf(one), what).not.toBe(await shapeOf(other))
})
