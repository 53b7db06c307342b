import type { Hit } from '../types.js'

/** Makes a hit of a document of the application's own. */
export type ToHit<Document> = (document: Document) => Partial<Hit<Document>>

/** A document's own `title`, `text` and `url`, where `toHit` does not say otherwise. */
export function hitOf<Document extends object>(
  id: string | number,
  document: Document,
  toHit?: ToHit<Document>,
): Hit<Document> {
  const fields = document as Record<string, unknown>
  const own = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined)
  return {
    title: own('title'),
    url: own('url'),
    payload: document,
    ...toHit?.(document),
    text: toHit?.(document).text ?? own('text') ?? '',
    id: String(id),
  }
}
