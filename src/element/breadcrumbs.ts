/**
 * Where a page stands, as its address tells: the names of the folders on the way to it.
 * @returns nothing for a page of the site's root
 */
export function breadcrumbsOf(url: string | undefined, base: string): string[] {
  if (!url || !URL.canParse(url, base)) return []
  const { pathname } = new URL(url, base)
  const names = pathname.split('/').filter(Boolean).map(readable)
  // The page itself is told by its title, and what all pages are in by none.
  return names.slice(commonFolders(pathname, base), -1)
}

function readable(name: string): string {
  return decode(name)
    .replace(/\.\w+$/, '')
    .replace(/[-_]+/g, ' ')
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Folders that the address has in common with the page that the box is on. */
function commonFolders(pathname: string, base: string): number {
  const own = new URL(base).pathname.split('/').slice(1, -1)
  const folders = pathname.split('/').slice(1, -1)
  const other = folders.findIndex((name, i) => name !== own[i])
  return other < 0 ? folders.length : other
}
