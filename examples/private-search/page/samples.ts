import type { Item } from '../shared/protocol.js'

/** The folder that the sample notes are shown in. */
export const SAMPLE_FOLDER = 'sample notes'

/** Notes that this project wrote, to try the page with. */
export async function loadSamples(): Promise<Item[]> {
  const texts = import.meta.glob<string>('../samples/*', { query: '?raw', import: 'default' })
  return Promise.all(
    Object.entries(texts).map(async ([path, load]) => {
      const name = path.slice(path.lastIndexOf('/') + 1)
      // Of a fixed age: adding them again finds them unchanged.
      const file = new File([await load()], name, { lastModified: 0 })
      return { path: `${SAMPLE_FOLDER}/${name}`, file }
    }),
  )
}
