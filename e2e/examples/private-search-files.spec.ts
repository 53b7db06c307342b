import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { expectAccessible } from '../support/accessibility.js'
import { added, ask, drop, expect, open, RANKED, test } from '../support/private-search.js'

const root = path.resolve('.cache/private-search-kinds')

const LETTER = [
  'From: =?utf-8?Q?J=C3=BCrgen?= <j@example.com>',
  'Subject: The piano',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'The piano is tuned by Mr F=C3=A1bri each spr=',
  'ing.',
].join('\r\n')

const roof = zipSync({
  'word/document.xml': strToU8(
    '<w:document><w:body><w:p><w:r><w:t>The roof was mended with slate by the firm of Brook.</w:t></w:r></w:p></w:body></w:document>',
  ),
})

/** Windows-1251 and windows-1252, as an old program wrote them. */
const cyrillic = Buffer.from([
  0xc3, 0xe0, 0xf0, 0xe0, 0xed, 0xf2, 0xe8, 0xff, 0x20, 0xed, 0xe0, 0x20, 0xe4, 0xe2, 0xe0, 0x20, 0xe3, 0xee,
  0xe4, 0xe0,
])
const western = Buffer.from('Caf\xe9 \x80 12, na l\x92\xe9t\xe9', 'latin1')

const FILES: Record<string, string | Buffer> = {
  'one/notes/a.txt': 'The ferry leaves at nine.',
  'two/notes/a.txt': 'The ferry costs a crown.',
  'home/wifi.txt': 'The password is on the back of the box.',
  'home/roof.docx': Buffer.from(roof),
  'home/piano.eml': LETTER,
  'home/old/russian.txt': cyrillic,
  'home/old/western.txt': western,
  'home/settings.py': 'def open_gate():\n    return "gatehouse"\n',
  'home/numbers.json': '{"account": 12345678901234567890}',
  'home/partly.json': '{"a": "a lantern", oops',
  'home/song.txt': Buffer.from('ID3\x04\0\0\0', 'latin1'),
}

const write = (files: Record<string, string | Buffer>) => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    writeFileSync(path.join(root, name), content)
  }
}

test.beforeEach(() => {
  rmSync(root, { recursive: true, force: true })
  write(FILES)
})

const hits = '#hits li'

test('keeps files of one name from two folders, dropped together or one after the other', async ({
  page,
  server,
}) => {
  await open(page, server)
  await drop(page, [path.join(root, 'one/notes'), path.join(root, 'two/notes')])
  await expect(added(page)).toContainText('2 files added')
  await page.getByRole('searchbox').fill('ferry')
  await expect(page.locator(hits)).toHaveCount(2)

  await page.locator('#files').setInputFiles(path.join(root, 'one/notes/a.txt'))
  await expect(added(page)).toContainText('1 file added')
  await page.locator('#files').setInputFiles(path.join(root, 'two/notes/a.txt'))
  await expect(added(page)).toContainText('1 file renamed')
  await expect(added(page)).toContainText('a (2).txt')
  await expect(page.locator(hits)).toHaveCount(4)
})

test('reads Office, e-mail, code and old encodings; tells what it could not', async ({ page, server }) => {
  await open(page, server)
  await drop(page, [path.join(root, 'home')])
  await expect(added(page)).toContainText('8 files added. 1 file skipped. 1 file partly read.')
  await expect(added(page)).toContainText('audio (MP3)')
  await expect(added(page)).toContainText('partly read: not valid JSON')
  for (const [query, file, text] of [
    ['wifi password', 'wifi.txt', 'back of the box'],
    ['Who mended the roof?', 'roof.docx', 'the firm of Brook'],
    ['Who tunes the piano in spring?', 'piano.eml', 'Mr Fábri each spring'],
    ['gatehouse', 'settings.py', 'open_gate'],
    ['12345678901234567890', 'numbers.json', 'account: 12345678901234567890'],
    ['lantern', 'partly.json', 'a lantern'],
    ['гарантия', 'russian.txt', 'Гарантия на два года'],
    ['café', 'western.txt', 'Café € 12, na l’été'],
  ] as const) {
    await page.getByRole('searchbox').fill(query)
    await expect(page.locator(hits).first()).toContainText(file)
    await expect(page.locator(hits).first()).toContainText(text)
  }
})

test('searches one type or one folder; lists the files and removes one', async ({ page, server }) => {
  await open(page, server)
  await drop(page, [path.join(root, 'home'), path.join(root, 'one/notes')])
  await expect(added(page)).toContainText('9 files added')
  const box = page.getByRole('searchbox')
  await box.fill('the')
  await expect(page.locator(hits).first()).toBeVisible()
  await page.getByRole('combobox', { name: 'Type' }).selectOption('Document')
  await expect(page.locator(hits)).toHaveCount(1)
  await expect(page.locator(hits)).toContainText('roof.docx')
  await page.getByRole('combobox', { name: 'Type' }).selectOption('')
  await page.getByRole('combobox', { name: 'Folder' }).selectOption('notes')
  await expect(page.locator(hits)).toHaveCount(1)
  await expect(page.locator(hits)).toContainText('notes/a.txt')
  await page.getByRole('combobox', { name: 'Folder' }).selectOption('')

  await page.getByRole('button', { name: 'Show files' }).click()
  const list = page.getByRole('dialog')
  await expect(list.getByRole('listitem')).toHaveCount(9)
  await expect(list).toContainText('Partly read: not valid JSON')
  for (const [width, colorScheme] of [
    [360, 'dark'],
    [1280, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 700 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expectAccessible(page, `the list of files, ${colorScheme}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(wide).toBe(false)
  }
  await list.getByLabel('Filter by name').fill('roof')
  await expect(list.getByRole('listitem')).toHaveCount(1)
  await list.getByRole('button', { name: 'Remove home/roof.docx' }).click()
  await expect(list.getByRole('listitem')).toHaveCount(0)
  await expect(list).toContainText('0 of 8 files')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: 'Your files' })).toContainText('8 files')
  await box.fill('slate')
  await page.keyboard.press('Enter')
  await expect(page.locator('#stage')).toHaveAttribute('data-status', 'done')
  await expect(page.locator(hits).filter({ hasText: 'roof.docx' })).toHaveCount(0)
})

test('offers questions on the sample notes, and answers them', async ({ page, server }) => {
  await open(page, server)
  await page.getByRole('button', { name: 'sample notes' }).click()
  const questions = page.getByRole('region', { name: 'Try a question' })
  await expect(questions.getByRole('button')).toHaveCount(5)
  await expectAccessible(page, 'example questions')
  for (const [question, file] of [
    ['money back', 'rented-flat.html'],
    ['kitten', 'rented-flat.html'],
    ['cold in the house', 'boiler.md'],
    ['cherry', 'garden.txt'],
    ['soup', 'recipes.json'],
  ] as const) {
    await page.getByRole('searchbox').fill('')
    await questions.getByRole('button', { name: question }).click()
    await expect(questions).toBeHidden()
    // The note of what was added makes way for what was asked.
    await expect(added(page)).toBeHidden()
    await expect(page.locator('#stage')).toContainText(RANKED, { timeout: 60_000 })
    await expect(page.locator(hits).first()).toContainText(file)
  }
})

test('reads a folder again, and takes what has changed', async ({ page, server }) => {
  await open(page, server)
  const folder = path.join(root, 'home')
  await drop(page, [folder])
  await expect(added(page)).toContainText('8 files added')
  write({ 'home/wifi.txt': 'The password is under the lid now.', 'home/new.txt': 'The gutter was cleaned.' })
  rmSync(path.join(folder, 'settings.py'))
  await page.getByRole('button', { name: 'Update folders' }).click()
  await expect(added(page)).toContainText(
    '2 files added. 1 replaced an older version. 6 files unchanged. 1 file removed: no longer in the folder.',
  )
  await expect(await ask(page, 'Where is the wifi password?')).toContainText('under the lid now')
})
