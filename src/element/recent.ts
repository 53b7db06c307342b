/** Earlier searches of a person, on this device. */
export interface RecentSearches {
  list(): string[]
  add(query: string): void
  clear(): void
}

const KEY = 'webrerank-recent'
const MOST = 5

/** Where the browser keeps nothing, as in a private window of some, there are none. */
export function createRecentSearches(): RecentSearches {
  const list = () => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
      return Array.isArray(kept) ? kept.filter((query) => typeof query === 'string').slice(0, MOST) : []
    } catch {
      return []
    }
  }
  const keep = (queries: string[]) => {
    try {
      if (queries.length > 0) localStorage.setItem(KEY, JSON.stringify(queries))
      else localStorage.removeItem(KEY)
    } catch {
      // Full, or forbidden.
    }
  }
  return {
    list,
    add(query) {
      const same = query.toLowerCase()
      keep([query, ...list().filter((other) => other.toLowerCase() !== same)].slice(0, MOST))
    },
    clear: () => keep([]),
  }
}
