/** The version and the last part of each path that is answered, under whatever base. */
const PATHS = /(?:^|\/(v[12]))\/(rerank|reranking|score|models)\/?$/

/** What a path asks for; nothing where it is not one of ours. */
export function readPath(pathname: string): { version: string | undefined; name: string } | undefined {
  const [, version, name] = PATHS.exec(pathname) ?? []
  return name === undefined || (version === 'v2' && name !== 'rerank') ? undefined : { version, name }
}
