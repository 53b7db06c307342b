import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { engineOf } from './engine.js'

/** Where things are dropped, in pixels of the window. */
const POINT = { x: 300, y: 300 }

/** Drags paths of this machine, folders too, over the page and drops them. */
export function drop(page: Page, paths: string[]): Promise<void> {
  return engineOf(page.context()) === 'chromium' ? dropByProtocol(page, paths) : dropByScript(page, paths)
}

/** Chromium's own drag and drop. */
async function dropByProtocol(page: Page, paths: string[]): Promise<void> {
  const client = await page.context().newCDPSession(page)
  const data = { items: [], files: paths, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', { type, ...POINT, data })
  }
}

/** A file, by its place among all files, or a folder. */
interface Tree {
  name: string
  file?: number
  inner: Tree[]
}

/** @param files gets the paths of all files */
function treeOf(place: string, files: string[]): Tree {
  const name = path.basename(place)
  if (!statSync(place).isDirectory()) return { name, file: files.push(place) - 1, inner: [] }
  return { name, inner: readdirSync(place).map((each) => treeOf(path.join(place, each), files)) }
}

/**
 * The events alone, where a browser cannot be told to drag. The files are real; what `webkitGetAsEntry()` gives is an
 * object of an entry's shape, since no script can make an entry.
 */
async function dropByScript(page: Page, paths: string[]): Promise<void> {
  const files: string[] = []
  const trees = paths.map((each) => treeOf(each, files))
  await page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true })
    document.body.append(Object.assign(input, { id: 'dropped-files' }))
  })
  const input = page.locator('#dropped-files')
  await input.setInputFiles(files)
  await input.evaluate(
    (input, [trees, { x, y }]) => {
      const { files } = input as HTMLInputElement
      const entryOf = ({ name, file, inner }: Tree): object => ({
        name,
        isFile: file !== undefined,
        isDirectory: file === undefined,
        file: (resolve: (file: File) => void) => resolve(files![file!]!),
        createReader() {
          const parts = [inner.map(entryOf), []]
          return { readEntries: (resolve: (entries: object[]) => void) => resolve(parts.shift()!) }
        },
      })
      const entries = trees.map(entryOf)
      const dataTransfer = new DataTransfer()
      for (const { name } of trees) dataTransfer.items.add(new File([], name))
      Object.defineProperty(dataTransfer, 'items', {
        value: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })),
      })
      input.remove()
      const target = document.elementFromPoint(x, y)!
      for (const type of ['dragenter', 'dragover', 'drop'])
        target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    },
    [trees, POINT] as const,
  )
}
