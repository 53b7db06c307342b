import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { version } from '../../package.json' with { type: 'json' }
import { dependenciesOf } from './projects/examples.mjs'

const VERSIONS: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(new URL('versions.json', import.meta.url), 'utf8'),
)

test.each(['vanilla', 'react', 'nextjs', 'astro-pagefind'])(
  'examples/%s takes this version of the package, and others in the versions that the matrix pins',
  (name) => {
    const { webrerank, dependencies } = dependenciesOf(name)
    expect(webrerank).toBe(version)
    for (const [dependency, pinned] of Object.entries(dependencies)) {
      const known = Object.values(VERSIONS).flatMap((versions) => versions[dependency] ?? [])
      expect(known, dependency).toContain(pinned)
    }
  },
)
