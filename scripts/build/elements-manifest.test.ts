import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { WebrerankSearch } from '../../src/element/search-element.js'
import { STYLES } from '../../src/element/styles.js'
import { readElementsManifest } from './elements-manifest.mjs'

type Manifest = Awaited<ReturnType<typeof readElementsManifest>>
type Kind = 'attributes' | 'cssParts' | 'cssProperties' | 'events' | 'slots'
type Documented = { name: string; description?: string }

const root = path.resolve(import.meta.dirname, '../..')
const docs = readFileSync(path.join(root, 'docs/search-box.md'), 'utf8')
let manifest: Manifest
let element: Record<Kind, Documented[]> & { tagName: string }

beforeAll(async () => {
  manifest = await readElementsManifest(root)
  element = manifest.modules[0]!.declarations![0] as unknown as typeof element
}, 120_000)
const names = (kind: Kind) => element[kind].map(({ name }) => name)

describe('the custom-elements manifest', () => {
  test('tells the element as the package has it', () => {
    const module = 'dist/element.js'
    expect(manifest.modules.map((each) => each.path)).toEqual([module])
    expect(manifest.modules[0]!.exports).toContainEqual({
      kind: 'custom-element-definition',
      name: 'webrerank-search',
      declaration: { name: 'WebrerankSearch', module },
    })
    expect(element).toMatchObject({ tagName: 'webrerank-search', superclass: { name: 'HTMLElement' } })
    expect(JSON.stringify(manifest)).not.toContain('"private"')
    const { customElements } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    expect(customElements).toBe('dist/custom-elements.json')
  })

  test('says something of everything', () => {
    for (const kind of ['attributes', 'cssParts', 'cssProperties', 'events', 'slots'] as const) {
      expect(element[kind].length, kind).toBeGreaterThan(0)
      for (const { name, description } of element[kind]) expect(description, `${kind} ${name}`).toBeTruthy()
    }
  })

  test('has every attribute that the element heeds, and every variable that its styles read', () => {
    expect(names('attributes')).toEqual(expect.arrayContaining([...WebrerankSearch.observedAttributes]))
    const variables = new Set([...STYLES.matchAll(/--webrerank-[\w-]+/g)].map(([name]) => name))
    expect(names('cssProperties').toSorted()).toEqual([...variables].sort())
  })

  test('and the documentation know the same attributes, parts, variables and events', () => {
    for (const kind of ['attributes', 'cssParts', 'cssProperties', 'events'] as const)
      for (const name of names(kind)) expect(docs, `${kind} ${name}`).toContain(`\`${name}\``)
    const [, parts = ''] = /`::part\(\)`: ([^.]*)\./.exec(docs) ?? []
    const documented = [...parts.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!)
    expect(documented.sort()).toEqual(names('cssParts').toSorted())
  })
})
