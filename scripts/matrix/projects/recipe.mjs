import { readFileSync } from 'node:fs'

/** A file's name in a line of its own, then the file. */
const FILE = /^`([^`\n]+)`:\n\n```\w+\n([\s\S]*?)^```/gm

/**
 * The files that a recipe of the documentation has, so that what is read there is what runs here.
 * @param {string} name
 * @returns {Record<string, string>}
 */
export function recipe(name) {
  const text = readFileSync(new URL(`../../../docs/recipes/${name}.md`, import.meta.url), 'utf8')
  const files = Object.fromEntries([...text.matchAll(FILE)].map(([, file, content]) => [file, content]))
  if (Object.keys(files).length === 0) throw new Error(`docs/recipes/${name}.md has no file`)
  return files
}
