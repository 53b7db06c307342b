import { execFileSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import { installExtension, withExtensions } from '../../scripts/matrix/extension.mjs'
import { expectNoViolations } from '../support/accessibility.js'
import { type FileServer, serveFiles } from '../support/file-server.js'
import { expect, test } from '../support/watched.js'

/** examples/extension, built by the command of its README and loaded in Chromium; its popup is opened as by its button. */

const REFUND = 'You can return any item within 30 days for a full refund.'
const PAGE = `<!doctype html><title>A shop</title><style>p, ul { margin-block: 60vh }</style>
  <p>Money was first coined in Lydia, long ago.</p>
  <p>Our shop is open from nine to five on weekdays.</p>
  <p hidden>${REFUND} This is not shown.</p>
  <ul><li><p>${REFUND}</p></li><li>Too short</li></ul>`

const LONG_PAGE = `<!doctype html><title>A long page</title>
  ${Array.from({ length: 150 }, (_, i) => `<p>Entry ${i} of the log: rivers carry water to the sea.</p>`).join('')}
  <p>${REFUND}</p>`

let server: FileServer
test.beforeAll(async () => {
  server = await serveFiles({})
  server.intercept = ({ url }) => ({
    body: url === '/long' ? LONG_PAGE : PAGE,
    type: 'text/html; charset=utf-8',
  })
})
test.afterAll(() => server.close())

async function ask(popup: Page, question: string): Promise<void> {
  await popup.getByLabel('Question').fill(question)
  await popup.getByRole('button', { name: 'Ask' }).click()
}

test(
  'extension ranks the paragraphs of a page in its service worker or offscreen, and shows them there',
  {
    tag: '@cdp',
  },
  async ({ watch }, info) => {
    const folder = info.outputPath('extension')
    execFileSync('npx', [
      'vite',
      'build',
      'examples/extension',
      '--outDir',
      folder,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ])
    await withExtensions(info.outputPath('profile'), async (context) => {
      watch.add(context)
      const { openPopup, documents } = await installExtension(context, folder)
      const page = context.pages()[0]!
      await page.goto(server.origin)
      const popup = await openPopup(page)
      await expect(popup.getByLabel('Question')).toBeFocused()
      await ask(popup, 'Can I get my money back?')
      await expect(popup.getByRole('status')).toHaveText('The best of 3 passages:')
      await expect(popup.locator('#results li')).toHaveCount(3)
      await expect(popup.locator('#results li').first()).toHaveText(REFUND)
      for (const colorScheme of ['light', 'dark'] as const) {
        await popup.emulateMedia({ colorScheme })
        await expectNoViolations(popup, `with results, ${colorScheme}`)
      }

      await popup.locator('#results button').first().click()
      await expect(page.getByText(REFUND, { exact: true })).toBeInViewport()
      expect(await page.evaluate(() => String(getSelection()).trim())).toBe(REFUND)

      await ask(popup, 'Which vaccine do dogs need?')
      await expect(popup.getByRole('status')).toContainText('Nothing on this page seems to answer that.')

      const offscreen = expect.stringMatching(/offscreen\.html$/)
      expect(await documents()).not.toContainEqual(offscreen)
      await page.goto(`${server.origin}/long`)
      const another = await openPopup(page)
      await ask(another, 'Can I get my money back?')
      await expect(another.getByRole('status')).toHaveText('The best of 151 passages:')
      await expect(another.locator('#results li').first()).toHaveText(REFUND)
      expect(await documents()).toContainEqual(offscreen)

      // Pages of the browser itself are closed to extensions.
      await page.goto('chrome://version')
      const refused = await openPopup(page)
      await ask(refused, 'Which version is this?')
      await expect(refused.getByRole('status')).toContainText('That failed: Cannot access')
    })
  },
)
