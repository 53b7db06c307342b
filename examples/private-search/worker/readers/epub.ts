import type { Block } from '../chunks.js'
import { createFacts, type Facts } from './facts.js'
import { readHtml } from './html.js'
import { elementsOf, textOf } from './relations.js'
import { Unreadable } from './unreadable.js'
import { type Archive, resolvePart } from './zip.js'

/** A book's chapters in their order. */
export function* readEpub(archive: Archive, facts: Facts): Generator<Block> {
  const root = elementsOf(archive.text('META-INF/container.xml')).find(({ name }) => name === 'rootfile')
  const main = root?.attributes['full-path'] ?? ''
  const source = archive.text(main)
  if (source === undefined) throw new Unreadable('damaged book: the list of chapters is missing')
  if (archive.has('META-INF/rights.xml')) throw new Unreadable('copy-protected book (DRM)')
  facts.title = textOf(source, 'title')
  const author = textOf(source, 'creator')
  yield { text: [facts.title, author].filter(Boolean).join('\n') }
  const elements = elementsOf(source)
  const parts = new Map(
    elements
      .filter(({ name }) => name === 'item')
      .map(({ attributes }) => [attributes.id, resolvePart(main, attributes.href ?? '')]),
  )
  for (const { name, attributes } of elements) {
    if (name !== 'itemref') continue
    const part = parts.get(attributes.idref)
    const chapter = part === undefined ? undefined : archive.text(part)
    if (chapter === undefined) facts.notes.push(`chapter ${attributes.idref} is missing`)
    else yield* readHtml(chapter, createFacts())
  }
}
