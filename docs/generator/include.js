import { readFileSync } from 'node:fs'
import path from 'node:path'
import { slug as slugify } from 'github-slugger'
import { catalogueTable } from './catalogue.js'

/**
 * What a page takes from elsewhere, so that no number stands in two places:
 * `<!-- table ../README.md#what-it-is-worth 2 -->` is the second table of that section, `<!-- catalogue -->` the table
 * of the models by name. On GitHub, which shows neither, the text beside it says where to look.
 */
export async function expandIncludes(content, inputPath) {
  let text = content.replace(/^<!-- table (\S+)#(\S+)(?: (\d+))? -->$/gm, (_, file, slug, nth = 1) =>
    readTable(path.resolve(path.dirname(inputPath), file), slug, Number(nth)).replace(
      /\]\((?!https?:|#)([^)]+)\)/g,
      (_, target) =>
        `](${path.relative(path.dirname(inputPath), path.resolve(path.dirname(inputPath), path.dirname(file), target))})`,
    ),
  )
  if (/^<!-- catalogue -->$/m.test(text)) text = text.replace(/^<!-- catalogue -->$/m, await catalogueTable())
  return text
}

function readTable(file, slug, nth) {
  const sections = readFileSync(file, 'utf8').split(/^(?=#{1,6} )/m)
  const section = sections.find((text) => slugify(/^#+ (.*)/.exec(text)?.[1].trim() ?? '') === slug)
  const tables = section?.match(/(^\|.*\n)+/gm)
  if (!tables?.[nth - 1]) throw new Error(`${file} has no table ${nth} under #${slug}, which docs/ shows`)
  return tables[nth - 1]
}
