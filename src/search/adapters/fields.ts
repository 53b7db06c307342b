import type { Hit } from '../types.js'

/** Makes a hit of a document of the application's own. */
export type ToHit<Document> = (document: Document) => Partial<Hit<Document>>

/** Which fields of a document a hit is made of. */
export interface HitFields {
  /** Default: `title`. */
  title?: string
  /** What the reranker reads. Default: `text`. */
  text?: string
  /** Default: `url`. */
  url?: string
}

/** How an adapter makes hits. */
export interface HitOptions<Document> {
  /** Names of the document's fields, where they are not `title`, `text` and `url`. */
  fields?: HitFields | undefined
  /** Makes a hit of whatever a document is; goes before `fields`. */
  toHit?: ToHit<Document> | undefined
}

/**
 * A hit of a document. One without text is not reranked, and says why.
 * @param advice how the index keeps a field, for a person who forgot it
 */
export function hitOf<Document extends object>(
  id: string | number,
  document: Document,
  { fields: { title = 'title', text = 'text', url = 'url' } = {}, toHit }: HitOptions<Document>,
  advice: (field: string) => string,
): Hit<Document> {
  const fields = document as Record<string, unknown>
  const own = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined)
  const hit = {
    title: own(title),
    url: own(url),
    payload: document,
    ...toHit?.(document),
    text: toHit?.(document).text ?? own(text) ?? '',
    id: String(id),
  }
  const readable = hit.text || hit.passage || hit.subResults?.some(({ passage }) => passage)
  return readable ? hit : { ...hit, unread: `a document has no text in ${text}: ${advice(text)}` }
}
