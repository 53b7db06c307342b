import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { siteLinks, smallPage } from './demo-plugins.mjs'

const PAGE = readFileSync('index.html', 'utf8')
const hrefs = (html: string, link: string) =>
  Array.from(html.matchAll(/href="([^"]*)"\s+data-link="(\w+)"/g)).flatMap(([, href, name]) =>
    name === link ? [href!] : [],
  )

test.each(['./docs/index.html', './docs/', './docs'])(
  'with %s as the documentation, links of the page lead to it and to its pages',
  (docs) => {
    const html = siteLinks({ DOCS_URL: docs, REPOSITORY_URL: 'https://code.test/a' }).transformIndexHtml(PAGE)
    const [first, ...pages] = hrefs(html, 'docs')
    expect(first).toBe(docs)
    expect(pages).toEqual(
      ['get-started', 'guides/static-site-search', 'guides/migrate'].map((page) => `./docs/${page}.html`),
    )
    expect(hrefs(html, 'source')).toEqual(['https://code.test/a'])
  },
)

test('without addresses they lead to the project’s own, each to a page that there is', () => {
  const html = siteLinks({}).transformIndexHtml(PAGE)
  expect(html).toBe(PAGE)
  for (const href of hrefs(PAGE, 'docs').slice(1)) {
    const file = /^https:\/\/github\.com\/webrerank\/webrerank\/blob\/main\/(docs\/.*\.md)$/.exec(href)?.[1]
    expect(readFileSync(file!, 'utf8')).toMatch(/^# /)
  }
})

test('the page that is built has no comment and no indentation, except in code', () => {
  const html = smallPage().transformIndexHtml(PAGE)
  expect(html).not.toContain('<!--')
  expect(html).toContain('createReranker()\n  .rank({')
  expect(html.replace(/<pre>.*?<\/pre>/gs, '<pre>')).not.toMatch(/\n\s/)
  expect(html.replace(/\s+/g, ' ')).toBe(PAGE.replace(/<!--.*?-->/gs, '').replace(/\s+/g, ' '))
})
