// The root is named, since Next.js looks for a lock file in the folders above.
export default { turbopack: { root: import.meta.dirname } }
