import path from 'node:path'
import type { Locator } from '@playwright/test'
import { expectAccessibleInBoth } from '../support/accessibility.js'
import { expectFocusSeen } from '../support/keyboard.js'
import { added, drop, expect, open, test } from '../support/private-search.js'
import { folder, writeNotes } from '../support/private-search-files.js'

test('is accessible in each state, in light and dark, wide and narrow', async ({ page, server }) => {
  const check = (state: string) => expectAccessibleInBoth(page, state)
  await open(page, server)
  await check('empty')
  const reading = (hidden: boolean) =>
    page.evaluate((hidden) => {
      document.querySelector<HTMLElement>('#progress')!.hidden = hidden
      document.querySelector('#progress-path')!.textContent = 'a-folder-of-notes/note.md'.repeat(9)
    }, hidden)
  await reading(false)
  await check('reading a file with a long name')
  await reading(true)
  await page.getByRole('button', { name: 'sample notes' }).focus()
  await page.keyboard.press('Enter')
  await expect(added(page)).toContainText('6 files added')
  await check('read')
  await page.keyboard.press('/')
  await page.keyboard.type('When does the landlord pay the deposit back?')
  await page.keyboard.press('Enter')
  await expect(page.locator('#hits mark').first()).toContainText('deposit', { timeout: 60_000 })
  await check('reranked')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').locator('mark')).toBeInViewport()
  await check('opened')
  await page.keyboard.press('Escape')
  await drop(page, [path.join(folder, 'broken.json')])
  await expect(added(page)).toContainText('1 file skipped')
  await check('a file that cannot be read')
  await page.getByRole('button', { name: 'Delete all' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await check('before deleting')
})

test('all is done by keyboard alone, and the focus is always seen', async ({ page, server }) => {
  // Choosers are caught from here on: a key could come before the first wait for one is known to the browser.
  page.on('filechooser', () => {})
  // The chooser of folders that can be read again is the system's own; without it the page has that of an input.
  await page.addInitScript(() => Object.assign(window, { showDirectoryPicker: undefined }))
  await open(page, server)
  const press = (...keys: string[]) =>
    keys.reduce((last, key) => last.then(() => page.keyboard.press(key)), Promise.resolve())
  const focused = async (locator: Locator) => {
    await expect(locator).toBeFocused()
    await expectFocusSeen(page, `reaching ${locator}`)
  }
  const tabTo = async (locator: Locator) => {
    for (let i = 0; i < 30 && !(await locator.evaluate((it) => it === document.activeElement)); i++)
      await press('Tab')
    await focused(locator)
  }
  const choose = async (name: string, files: string | string[]) => {
    await tabTo(page.getByRole('button', { name }))
    const chooser = page.waitForEvent('filechooser')
    await press('Enter')
    await (await chooser).setFiles(files)
  }
  const box = page.getByRole('searchbox')
  const hits = page.locator('#hits button')
  const viewer = page.getByRole('dialog')

  await press('Tab')
  await focused(page.getByRole('button', { name: 'Choose files' }))
  // Looked at in each frame from here on.
  await page.evaluate(() => {
    const lost: string[] = []
    Object.assign(window, { lost })
    let last = ''
    const look = () => {
      const { activeElement } = document
      if (activeElement && activeElement !== document.body) last = activeElement.outerHTML.slice(0, 80)
      else lost.push(last)
      requestAnimationFrame(look)
    }
    look()
  })
  await choose('Choose files', [
    path.join(folder, 'kettle.md'),
    path.join(folder, 'flat.html'),
    path.join(folder, 'keys.txt'),
  ])
  await expect(added(page)).toContainText('3 files added')
  await focused(box)
  await page.keyboard.type('When does the landlord pay the deposit back?')
  await expect(added(page)).toBeHidden()
  await press('Enter')
  await expect(page.locator('#hits mark').first()).toContainText('deposit', { timeout: 60_000 })
  await press('ArrowDown')
  await focused(hits.nth(0))
  await press('ArrowDown')
  await focused(hits.nth(1))
  await press('ArrowUp', 'ArrowUp')
  await focused(box)
  await press('ArrowDown', 'Enter')
  await focused(viewer.getByRole('region'))
  await expect(viewer.locator('mark')).toBeInViewport()
  await press('Shift+Tab')
  await focused(viewer.getByRole('button', { name: 'Close' }))
  await press('Enter')
  await focused(hits.nth(0))
  await press('Enter')
  await focused(viewer.getByRole('region'))
  await press('Escape')
  await focused(hits.nth(0))

  await choose('Add a folder', writeNotes('private-search-by-keyboard', 400))
  await focused(page.getByRole('button', { name: 'Stop' }))
  await press('Enter')
  await focused(box)
  await expect(added(page)).toContainText('Stopped')
  await tabTo(page.getByRole('button', { name: 'Dismiss' }))
  await press('Enter')
  await focused(box)

  await tabTo(page.getByRole('button', { name: 'Delete all' }))
  await press('Enter')
  await focused(page.getByRole('button', { name: 'Cancel' }))
  await press('Escape')
  await focused(page.getByRole('button', { name: 'Delete all' }))
  await press('Enter', 'Tab')
  await focused(viewer.getByRole('button', { name: 'Delete all' }))
  await press('Enter')
  await focused(page.getByRole('button', { name: 'Choose files' }))
  await tabTo(page.getByRole('button', { name: 'sample notes' }))
  await press('Enter')
  await expect(added(page)).toContainText('6 files added')
  await focused(box)
  expect(await page.evaluate(() => (window as unknown as { lost: string[] }).lost)).toEqual([])
})
