import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import MarkdownIt from 'markdown-it'
import { afterAll, expect, test } from 'vitest'
import { setUpImages } from '../../docs/generator/images.js'

const folder = mkdtempSync(path.join(tmpdir(), 'pictures-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The head of a PNG file, which has its size. */
const png = (width: number, height: number) => {
  const bytes = Buffer.alloc(24)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

test('a picture has its size, and its dark variant where there is one', () => {
  writeFileSync(path.join(folder, 'one.png'), png(640, 480))
  writeFileSync(path.join(folder, 'two.png'), png(640, 480))
  writeFileSync(path.join(folder, 'two-dark.png'), png(640, 480))
  const md = new MarkdownIt()
  setUpImages(md)
  const render = (text: string) => md.render(text, { page: { inputPath: path.join(folder, 'page.md') } })

  const plain = render('![One](one.png)')
  expect(plain).toContain('<img src="one.png" alt="One" width="640" height="480" loading="lazy">')
  expect(plain).not.toContain('<picture>')

  expect(render('![Two](two.png)')).toContain(
    '<picture><source srcset="two-dark.png" media="(prefers-color-scheme: dark)" width="640" height="480"><img src="two.png"',
  )
})
