/** Which version of a file the parts so far are of, by its server's headers. */
export interface Version {
  /** Whether the file's beginning came in this download. */
  wasSeen: boolean
  etag?: string | null
  modified?: string | null
}

/** A weak tag names versions that may differ in their bytes. */
function strongTag(response: Response): string | null {
  const tag = response.headers.get('etag')
  return tag?.startsWith('"') ? tag : null
}

export function noteVersion(version: Version, response: Response): void {
  version.wasSeen = true
  version.etag = strongTag(response)
  version.modified = response.headers.get('last-modified')
}

export function isSameVersion({ wasSeen, etag, modified }: Version, response: Response): boolean {
  if (!wasSeen) return false
  if (etag) return etag === strongTag(response)
  return modified != null && modified === response.headers.get('last-modified')
}

/** Has the server answer the whole where the file changed. Other sites would be asked first whether this header may come. */
export function conditionOf(url: string, { etag, modified }: Version): Record<string, string> {
  const condition = etag ?? modified
  return condition && new URL(url).origin === globalThis.location?.origin ? { 'if-range': condition } : {}
}
