import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Gives every picture of a page its size, so that nothing moves when it arrives. `NAME-dark.png` beside `NAME.png` is shown in
 * dark; the page's script follows a theme that was chosen.
 */
export function setUpImages(md) {
  md.renderer.rules.image = (tokens, index, options, { page }, renderer) => {
    const token = tokens[index]
    const file = path.join(path.dirname(page.inputPath), decodeURI(token.attrGet('src')))
    const { width, height } = sizeOf(file)
    token.attrs.push(['width', width], ['height', height], ['loading', 'lazy'])
    token.attrSet('alt', renderer.renderInlineAsText(token.children, options, {}))
    const image = renderer.renderToken(tokens, index, options)
    const [dark, address] = [file, token.attrGet('src')].map((name) => name.replace(/\.png$/, '-dark.png'))
    if (dark === file || !existsSync(dark)) return image
    const source = `<source srcset="${address}" media="(prefers-color-scheme: dark)" width="${width}" height="${height}">`
    return `<picture>${source}${image}</picture>`
  }
}

/** Pixels of a PNG file, or of an SVG file with a `viewBox`. */
function sizeOf(file) {
  const bytes = readFileSync(file)
  if (file.endsWith('.png')) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(bytes.toString())
  return { width, height }
}
