import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createPdf } from '../../examples/private-search/measure/questions/pdf.mjs'

const FILES: Record<string, string | Buffer> = {
  'kettle.md':
    '# Kettle\n\n## Warranty\n\nIt was blue once. We repair or replace a faulty kettle free of charge for two years after it was bought.\n\n## Care\n\nTo remove limescale, fill it with water and vinegar, leave it for an hour, and rinse.',
  'keys.txt':
    'Keys, keys, keys: how long a list of keys is, and which keys the landlord has.\n\nA spare one hangs by the door.',
  'flat.html':
    '<title>No text</title><script>document.title = "run"</script><h1>Moving out</h1><p>The landlord pays the deposit back within six weeks after the keys were handed over.</p>',
  'help/faq.json': JSON.stringify({
    faq: [
      { title: 'Names', text: 'Names of the login are names of people.' },
      {
        title: 'Forgotten password',
        text: 'To reset your password, open the login page and press the link.',
      },
    ],
  }),
  'facts.csv':
    'fact,source\n"Autumn leaves: change of the train timetable, autumn change at nine.",railway\n"In autumn chlorophyll breaks down, and the yellow pigments of leaves become visible.",book\n',
  'manual.pdf': createPdf([
    ['Ladder manual', 'Nothing of interest is on this page.'],
    [
      'Safety',
      'Never climb the ladder while the hinge is unlocked, since it folds under',
      'load and throws you off.',
    ],
  ]),
  'broken.json': '{ "a": ',
  'damaged.pdf': 'this is no PDF',
  'picture.png': Buffer.from([0x89, 0x50, 0x4e, 0x47]),
  'binary.txt': Buffer.from([0, 1, 2, 3]),
}

/** Holds a file of each type, and some that cannot be read. */
export const folder = path.resolve('.cache/private-search-files')

export function writeFiles(): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), content)
  }
}

/** A folder of so many notes of 8 kB. */
export function writeNotes(name: string, count: number): string {
  const target = path.resolve('.cache', name)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  for (let i = 0; i < count; i++) {
    const parts = Array.from(
      { length: 40 },
      (_, k) =>
        `## Part ${k}\n\nNote ${i} tells in part ${k} of the harbour, of ship ${(i * 31 + k) % 997}, and of what it carried over the sea to the town on that day, in crates and in sacks.`,
    )
    writeFileSync(path.join(target, `note-${i}.md`), parts.join('\n\n'))
  }
  return target
}
