// The licences of what is bundled into dist/, in full, as each of them asks.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const BUNDLED = [
  'comlink',
  '@huggingface/tokenizers',
  '@noble/hashes',
  'onnxruntime-web',
  'minisearch',
  'hono',
  '@hono/node-server',
  'papaparse',
]

/** Collects name, version, licence and licence text of each bundled package into one file. */
export async function writeNotices(root, target) {
  const sections = await Promise.all(BUNDLED.map((name) => section(path.join(root, 'node_modules', name))))
  await writeFile(
    target,
    `# Third-party notices\n\nwebrerank's dist/, or its demo page, holds code of these packages.\n\n${sections.join('\n')}`,
  )
}

async function section(folder) {
  const { name, version, license, homepage } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  )
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry))
  // A package without a licence file has the text of its repository here.
  const text = await readFile(
    file ? path.join(folder, file) : new URL(`licenses/${name}.txt`, import.meta.url),
    'utf8',
  )
  return `## ${name} ${version} (${license})\n\n${homepage ?? ''}\n\n\`\`\`\n${text.trim()}\n\`\`\`\n`
}
