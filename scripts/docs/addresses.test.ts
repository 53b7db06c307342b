import { expect, test } from 'vitest'
import { addresses, editAddress } from '../../docs/generator/addresses.js'

test('the repository is named by the environment, by GitHub, by package.json, or not at all', () => {
  const manifest = { repository: { url: 'git+https://example.com/a/b.git' } }
  expect(addresses({}, {})).toEqual({ repository: undefined, demo: undefined })
  expect(addresses({}, manifest).repository).toBe('https://example.com/a/b')
  expect(addresses({ GITHUB_REPOSITORY: 'c/d' }, manifest).repository).toBe('https://github.com/c/d')
  expect(
    addresses({ REPOSITORY_URL: 'https://example.com/e/f/', GITHUB_REPOSITORY: 'c/d' }, {}).repository,
  ).toBe('https://example.com/e/f')
  expect(addresses({ DEMO_URL: 'https://example.com/demo/' }, {}).demo).toBe('https://example.com/demo/')
})

test('a page is edited where it is written; generated pages are not', () => {
  const repository = 'https://example.com/a/b'
  expect(editAddress(repository, './docs/guides/rag.md')).toBe(`${repository}/edit/main/docs/guides/rag.md`)
  expect(editAddress(repository, './docs/changelog.md')).toBe(`${repository}/edit/main/CHANGELOG.md`)
  expect(editAddress(repository, './docs/api/webrerank.md')).toBeUndefined()
  expect(editAddress(repository, './docs/errors.md')).toBeUndefined()
  expect(editAddress(undefined, './docs/guides/rag.md')).toBeUndefined()
})
