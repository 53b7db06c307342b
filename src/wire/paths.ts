/** The last part of each path that is answered, under whatever base; version 2 has one alone. */
const PATHS = /(?:^|\/v1)\/(rerank|reranking|score|models|info)\/?$|\/v1\/models\/(.+?)\/?$|\/v2\/rerank\/?$/

/** What a path asks for. */
export interface AskedPath {
  /** Its last part, `v2`, or `model` for one model. */
  name: string
  /** The model that the path names, as it stands there. */
  id?: string | undefined
}

/** What a path asks for; nothing where it is not one of ours. Slashes may be doubled, as where a base ends in one. */
export function readPath(pathname: string): AskedPath | undefined {
  const match = PATHS.exec(pathname.replace(/\/{2,}/g, '/'))
  if (!match) return undefined
  const [, name, id] = match
  return { name: name ?? (id === undefined ? 'v2' : 'model'), id }
}
