import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expectAccessible } from '../support/accessibility.js'
import { BUILT } from '../support/built-pages.js'
import { addAll, added, ask, drop, expect, open, RANKED, test } from '../support/private-search.js'
import { folder, writeNotes } from '../support/private-search-files.js'
import { expects } from '../support/watched.js'

test('finds a passage of each type of file, marks its sentence and opens it there', async ({
  page,
  server,
}) => {
  await addAll(page, server)
  for (const [query, file, place, sentence] of [
    [
      'Is the broken kettle still under guarantee?',
      'kettle.md',
      'Kettle › Warranty',
      'We repair or replace a faulty kettle',
    ],
    ['When do I get my deposit back?', 'flat.html', 'Moving out', 'The landlord pays the deposit back'],
    ['I lost my password and cannot get in', 'help/faq.json', 'faq[', 'password'],
    ['What makes leaves turn yellow in autumn?', 'facts.csv', 'row', 'chlorophyll breaks down'],
    [
      'Is it dangerous to climb a ladder with an open hinge?',
      'manual.pdf',
      'page 2',
      'Never climb the ladder while the hinge is unlocked, since it folds under load',
    ],
    ['Where does the spare one hang?', 'keys.txt', '', 'A spare one hangs by the door.'],
  ] as const) {
    const first = await ask(page, query)
    await expect(first).toContainText(`private-search-files/${file}`)
    await expect(first).toContainText(place)
    await expect(first.locator('mark')).toContainText(sentence)
    await first.getByRole('button').click()
    const viewer = page.getByRole('dialog')
    await expect(viewer).toContainText(file)
    await expect(viewer.locator('[aria-current] mark')).toContainText(sentence)
    await expect(viewer.locator('mark')).toBeInViewport()
    await page.keyboard.press('Escape')
    await expect(viewer).toBeHidden()
    await expect(first.getByRole('button')).toBeFocused()
  }
  expect(await page.title()).toBe('Private search')
})

test('names each file that cannot be read, and reads the rest', async ({ page, server }) => {
  await addAll(page, server)
  const problems = added(page).getByRole('listitem')
  await expect(problems).toHaveCount(4)
  await expect(problems.filter({ hasText: 'broken.json' })).toContainText('not valid JSON')
  await expect(problems.filter({ hasText: 'damaged.pdf' })).toContainText('not a PDF file, or damaged')
  await expect(problems.filter({ hasText: 'picture.png' })).toContainText('image (PNG)')
  await expect(problems.filter({ hasText: 'binary.txt' })).toContainText('not a text file')
})

test('shows what words find at once and the reranked order when typing rests', async ({ page, server }) => {
  await addAll(page, server)
  await page.getByRole('searchbox').pressSequentially('When does the landlord return the money for the keys?')
  await expect(page.locator('#hits li').first()).toContainText('keys.txt')
  await expect(page.locator('#stage')).toContainText(RANKED, { timeout: 60_000 })
  await expect(page.locator('#hits li').first()).toContainText('flat.html')
  await expect(page.locator('#hits li').first()).toContainText('moved up by')

  await page.getByRole('searchbox').fill('qqxzw')
  await expect(page.locator('#stage')).toContainText('Nothing in your files answers this.')
  await expect(page.getByText('Try different or fewer words')).toBeVisible()
})

test('keeps all over a reload, works offline, and deletes all with one button', async ({
  page,
  context,
  server,
}) => {
  await addAll(page, server)
  await expect(page.getByText('Ready to work offline')).toBeVisible({ timeout: 60_000 })
  await context.setOffline(true)
  await expect(page.getByText('Offline. Everything still works.')).toBeVisible()
  await server.close()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Your files' })).toContainText('6 files')
  await expect(await ask(page, 'Is the broken kettle still under guarantee?')).toContainText('kettle.md')
  await page.locator('#folder').setInputFiles(folder)
  await expect(added(page)).toContainText('6 files unchanged')

  await page.getByRole('button', { name: 'Delete all' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('region', { name: 'Your files' })).toContainText('6 files')
  await page.getByRole('button', { name: 'Delete all' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete all' }).click()
  await expect(page.getByRole('heading', { name: 'Drop files or a folder here' })).toBeVisible()
  await expect(page.getByRole('listitem')).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Drop files or a folder here' })).toBeVisible()
  // What is left in the browser's storage is the empty library and the page's own files.
  const left = await page.evaluate(async () => {
    const read = async (folder: FileSystemDirectoryHandle): Promise<string> => {
      let text = ''
      for await (const handle of (
        folder as unknown as { values(): AsyncIterable<FileSystemHandle> }
      ).values()) {
        if (handle.kind === 'directory') text += await read(handle as FileSystemDirectoryHandle)
        else text += await (await (handle as FileSystemFileHandle).getFile()).text().catch(() => '')
      }
      return text
    }
    return read(await navigator.storage.getDirectory())
  })
  expect(left).not.toMatch(/kettle|landlord/i)
})

test(
  'sends nothing anywhere: no request but for its own files, and a policy that refuses any other',
  expects('Content Security Policy'),
  async ({ page, context, server }) => {
    const foreign: string[] = []
    const sent: string[] = []
    context.on('request', (request) => {
      if (!request.url().startsWith(server.origin) && !request.url().startsWith('blob:'))
        foreign.push(request.url())
      if (request.method() !== 'GET' || request.postData()) sent.push(request.url())
    })
    await addAll(page, server)
    await ask(page, 'Is the broken kettle still under guarantee?')
    await page.locator('#hits button').first().click()
    await expect(page.getByText('Ready to work offline')).toBeAttached()
    expect(foreign).toEqual([])
    expect(sent).toEqual([])
    // An address could carry text too: each one is a file of the build.
    for (const request of server.requests)
      expect(request).toMatch(/^\/(assets\/[\w.-]+|pdf\/cmaps\/[\w.-]+|[\w.-]*)$/)

    const refused = () =>
      new Promise<string>((resolve) => {
        self.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
          resolve(effectiveDirective),
        )
        fetch('https://example.com/?text=secret').catch(() => {})
      })
    expect(await page.evaluate(refused)).toBe('connect-src')
    const workers = page.workers().filter((worker) => worker.url().startsWith(server.origin))
    expect(workers.length).toBeGreaterThanOrEqual(2)
    for (const worker of workers) expect(await worker.evaluate(refused)).toBe('connect-src')
  },
)

test('where the browser keeps no files, they are searched while the tab is open, and the page says so', async ({
  page,
  server,
}) => {
  // As a private window may have it.
  server.intercept = ({ url = '' }) => {
    if (!/^\/assets\/index-.*\.js$/.test(url)) return undefined
    const script = readFileSync(path.join(BUILT.privateSearch, url), 'utf8')
    const body = `if (globalThis.WorkerGlobalScope) delete StorageManager.prototype.getDirectory;${script}`
    return { body, type: 'text/javascript' }
  }
  await addAll(page, server)
  await expect(page.getByText('they are gone when you close or reload this tab')).toBeVisible()
  await expect(await ask(page, 'Is the broken kettle still under guarantee?')).toContainText('kettle.md')
  await page.getByRole('button', { name: 'Delete all' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete all' }).click()
  await expect(page.getByRole('heading', { name: 'Drop files or a folder here' })).toBeVisible()
})

test('can be stopped while it reads, and keeps what it has read', async ({ page, server }) => {
  await open(page, server)
  await drop(page, [writeNotes('private-search-stop', 400)])
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(added(page)).toContainText(/Stopped: [\d,]+ files? not read/)
  const read = Number(/([\d,]+) files? added/.exec((await added(page).textContent())!)?.[1])
  expect(read).toBeLessThan(400)
  await page.reload()
  if (read > 0) await expect(page.getByRole('region', { name: 'Your files' })).toContainText(`${read} file`)
  else await expect(page.locator('#welcome')).toBeVisible()
})

test('200 files are read, searched and reranked, and the main thread goes on with its frames', async ({
  page,
  server,
}) => {
  const notes = writeNotes('private-search-notes', 200)
  await open(page, server)
  await page.evaluate(() => {
    const counted = { frames: 0 }
    Object.assign(window, { counted })
    const count = () => {
      counted.frames++
      requestAnimationFrame(count)
    }
    count()
  })
  const frames = () =>
    page.evaluate(() => (window as unknown as { counted: { frames: number } }).counted.frames)
  const before = await frames()
  await drop(page, [notes])
  await expect(added(page)).toContainText('200 files added', { timeout: 60_000 })
  const read = await frames()
  expect(read - before).toBeGreaterThan(3)
  await ask(page, 'what did the ship carry to the town')
  await expect(page.locator('#hits mark').first()).toBeVisible()
  expect((await frames()) - read).toBeGreaterThan(0)
  await page.locator('#hits button').first().click()
  await expect(page.getByRole('dialog').locator('mark')).toBeVisible()
})

test('tells when the browser has no more room, and keeps what was stored', {
  tag: '@cdp',
  ...expects('opfs-sahpool'),
}, async ({ page, server }) => {
  await open(page, server)
  await drop(page, [writeNotes('private-search-few', 20)])
  await expect(added(page)).toContainText('20 files added')
  const client = await page.context().newCDPSession(page)
  const { usage } = await page.evaluate(() => navigator.storage.estimate())
  await client.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: usage! + 500_000 })
  await drop(page, [writeNotes('private-search-more', 500)])
  await expect(added(page)).toContainText('out of storage', { timeout: 60_000 })
  await client.send('Storage.overrideQuotaForOrigin', { origin: server.origin })
  await expect(await ask(page, 'ship of note 3')).toBeVisible()
})

test(
  'hands over to another tab that asks for it, and takes it back',
  expects('opfs-sahpool'),
  async ({ page, context, server }) => {
    await addAll(page, server)
    await ask(page, 'Is the broken kettle still under guarantee?')
    const other = await context.newPage()
    await other.goto(server.origin)
    await expect(other.getByText('open in another tab')).toBeVisible()
    await other.getByRole('button', { name: 'Use them here' }).click()
    await expect(other.getByRole('region', { name: 'Your files' })).toContainText('6 files')
    await expect(page.getByText('open in another tab')).toBeVisible()
    await expect(page.locator('#hits')).toBeHidden()
    await expectAccessible(page, 'in another tab')
    await page.getByRole('button', { name: 'Use them here' }).click()
    await expect(page.locator('#hits li').first()).toContainText('kettle.md')
  },
)

test('can be installed: a manifest with icons, and a service worker', { tag: '@cdp' }, async ({
  page,
  server,
}) => {
  await open(page, server)
  const client = await page.context().newCDPSession(page)
  const { errors } = await client.send('Page.getAppManifest')
  expect(errors).toEqual([])
  await expect(page.getByText('Ready to work offline')).toBeVisible({ timeout: 60_000 })
  const { installabilityErrors } = await client.send('Page.getInstallabilityErrors')
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
})
