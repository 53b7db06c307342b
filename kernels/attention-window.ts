// Which keys a block of queries sees, where each sees those that are at most so many places from its own.

/** The first key of the first query, or up to seven before it: keys lie in panels of eight. */
// @ts-ignore: decorator
@inline
export function firstKey(query: usize, reach: usize): usize {
  return query > reach ? (query - reach) & ~7 : 0
}

/** How many keys there are from {@link firstKey} up to the last query's last one. */
// @ts-ignore: decorator
@inline
export function keysOf(query: usize, queries: usize, length: usize, reach: usize): usize {
  const left = length - (query + queries)
  return (left < reach ? length : query + queries + reach) - firstKey(query, reach)
}
