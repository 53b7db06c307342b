import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Gives every picture of a page its size, so that nothing moves when it arrives. */
export function setUpImages(md) {
  md.renderer.rules.image = (tokens, index, options, { page }, renderer) => {
    const token = tokens[index]
    const file = path.join(path.dirname(page.inputPath), decodeURI(token.attrGet('src')))
    const { width, height } = sizeOf(file)
    token.attrs.push(['width', width], ['height', height], ['loading', 'lazy'])
    token.attrSet('alt', renderer.renderInlineAsText(token.children, options, {}))
    return renderer.renderToken(tokens, index, options)
  }
}

/** Pixels of a PNG file, or of an SVG file with a `viewBox`. */
function sizeOf(file) {
  const bytes = readFileSync(file)
  if (file.endsWith('.png')) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(bytes.toString())
  return { width, height }
}
