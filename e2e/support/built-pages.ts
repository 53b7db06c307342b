/** Where `build-pages.ts` puts what it builds. */
export const BUILT = {
  clients: '.cache/e2e/clients/',
  search: '.cache/e2e/search/',
  pagefind: '.cache/e2e/pagefind/',
  pipeline: '.cache/e2e/pipeline/',
  privateSearch: '.cache/e2e/private-search/',
}
