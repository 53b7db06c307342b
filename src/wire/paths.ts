/** The last part of each path that is answered, under whatever base; version 2 has one alone. */
const PATHS = /(?:^|\/v1)\/(rerank|reranking|score|models)\/?$|\/v2\/rerank\/?$/

/** What a path asks for: its last part, or `v2`; nothing where it is not one of ours. */
export function readPath(pathname: string): string | undefined {
  const match = PATHS.exec(pathname)
  return match ? (match[1] ?? 'v2') : undefined
}
