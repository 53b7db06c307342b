import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import { setUpMarkdown } from '../../docs/generator/markdown.js'

const md = new MarkdownIt({ html: true })
setUpMarkdown(md)
const render = (text: string) => md.render(text, { page: { inputPath: 'docs/page.md' } })

test('a file name alone before a code block is the block’s title', () => {
  const html = render('Write:\n\n`src/a&b.js`:\n\n```js\nlet a\n```\n\n`b.js`:\n\n```sh\nls\n```\n')
  expect(html).toContain('<p>Write:</p>')
  expect(html.match(/<figcaption>.*?<\/figcaption>/g)).toEqual([
    '<figcaption>src/a&amp;b.js</figcaption>',
    '<figcaption>b.js</figcaption>',
  ])
  expect(html).not.toContain('<p><code>')
})

test('other paragraphs before a code block stay, and the block has no title', () => {
  const html = render('In `b.js`:\n\n```js\nlet a\n```\n\n- `c.js`:\n\n```js\nlet c\n```\n')
  expect(html).toContain('<p>In <code>b.js</code>:</p>')
  expect(html).toContain('<li><code>c.js</code>:</li>')
  expect(html).not.toContain('figcaption')
})

test('a list after its mark is shown as boxes; the mark needs a list', () => {
  const html = render('<!-- cards -->\n- **[One](https://example.com)** Words.\n\n- Two\n')
  expect(html).toContain('<ul class="cards" data-pagefind-ignore="">')
  expect(html).not.toContain('<!--')
  expect(() => render('<!-- cards -->\n\nWords.\n')).toThrow('no list follows')
})
