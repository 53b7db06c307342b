import { scanMarkup } from './markup.js'
import { type Archive, resolvePart } from './zip.js'

/** An element of XML by its name without a prefix. */
export interface Element {
  name: string
  attributes: Readonly<Record<string, string>>
}

/** The elements of a small part, in order. */
export function elementsOf(source: string | undefined): Element[] {
  const elements: Element[] = []
  const handler = {
    open: (name: string, attributes: Readonly<Record<string, string>>) => {
      elements.push({ name: localName(name), attributes })
    },
    close() {},
    text() {},
  }
  for (const _ of scanMarkup(source ?? '', handler, true));
  return elements
}

/** `w:p` as `p`. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** An attribute by its name without a prefix. */
export function attributeOf({ attributes }: Pick<Element, 'attributes'>, name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name]
  const key = Object.keys(attributes).find((each) => localName(each) === name)
  return key === undefined ? undefined : attributes[key]
}

export interface Relation {
  id: string
  /** The last word of its type: `slide`, `worksheet`. */
  type: string
  part: string
}

/** What a part of an office file refers to. */
export function relationsOf(archive: Archive, part: string): Relation[] {
  const at = part.lastIndexOf('/') + 1
  const elements = elementsOf(archive.text(`${part.slice(0, at)}_rels/${part.slice(at)}.rels`))
  return elements
    .filter(({ name, attributes }) => name === 'Relationship' && attributes.TargetMode !== 'External')
    .map(({ attributes }) => ({
      id: attributes.Id ?? '',
      type: (attributes.Type ?? '').split('/').at(-1) ?? '',
      part: resolvePart(part, attributes.Target ?? ''),
    }))
}

/** The text of the first element of this name. */
export function textOf(source: string | undefined, wanted: string): string {
  let inside = false
  let text = ''
  const handler = {
    open: (name: string) => {
      inside = localName(name) === wanted && !text
    },
    close: () => {
      inside = false
    },
    text: (part: string) => {
      if (inside) text += part
    },
  }
  for (const _ of scanMarkup(source ?? '', handler, true));
  return text.trim()
}
