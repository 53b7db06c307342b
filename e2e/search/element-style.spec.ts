import { readFileSync } from 'node:fs'
import type { WebrerankSearch } from '../../src/element/search-element.js'
import { expectNoViolations, systemColor } from '../support/accessibility.js'
import { box, expect, hold, inside, options, PAGEFIND, reranked, test } from '../support/element.js'
import { QUESTION } from '../support/search-pages.js'

type Named = { name: string }

/** All parts, as the manifest has them. */
const manifest = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8'))
const PARTS: string[] = manifest.modules[0].declarations[0].cssParts.map(({ name }: Named) => name)
/** Of the parts, those that the states of one test do not show. */
const ELSEWHERE = ['button', 'close', 'nothing', 'recent', 'related', 'crumbs']

test('skeletons stand in for results that are not there yet, and keep still where motion is unwanted', async ({
  page,
  open,
}, info) => {
  await open()
  const release = await hold(page, '**/pages.json')
  await box(page).fill(QUESTION)
  const bones = page.locator('webrerank-search .bone')
  await expect(bones).toHaveCount(3)
  const animation = () => bones.first().evaluate((bone) => getComputedStyle(bone).animationName)
  expect(await animation()).toBe('pulse')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await animation()).toBe('none')
  await page.screenshot({ path: info.outputPath('skeletons.png') })
  release()
  await expect(options(page).first()).toBeVisible()
  await expect(bones).toHaveCount(0)
})

test('in forced colours the choice and the mark are told by the system’s colours', async ({
  page,
  open,
}, info) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await open()
  await box(page).fill(QUESTION)
  await page.keyboard.press('Enter')
  await reranked(page)
  await expect(page.locator('mark').first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('mark').first()).toHaveCSS('background-color', await systemColor(page, 'Mark'))
  const selected = page.getByRole('option', { selected: true })
  await expect(selected).toHaveCSS('outline-style', 'solid')
  await expect(selected).toHaveCSS('outline-color', await systemColor(page, 'Highlight'))
  await expect(options(page).nth(1)).toHaveCSS('outline-style', 'none')
  await page.screenshot({ path: info.outputPath('forced-colours.png') })
})

test('variables and parts change its looks from outside', async ({ page, open }) => {
  await open(`<style>
    webrerank-search { --webrerank-accent: rgb(1, 2, 3); --webrerank-background: rgb(4, 5, 6); --webrerank-text: rgb(7, 8, 9);
      --webrerank-muted: rgb(10, 11, 12); --webrerank-border: rgb(13, 14, 15); --webrerank-active: rgb(16, 17, 18);
      --webrerank-mark: rgb(19, 20, 21); --webrerank-radius: 3px; --webrerank-font: 20px/2 monospace }
    ${PARTS.map((part, i) => `webrerank-search::part(${part}) { scroll-margin-top: ${i + 1}px }`).join('\n')}
    </style>${PAGEFIND}`)
  const release = await hold(page, '**/pagefind/*')
  await box(page).fill(QUESTION)
  // Of each part as it comes: skeletons are gone when options are there.
  const seen = new Set<string>()
  const look = async () => {
    for (const [i, part] of PARTS.entries()) {
      const found = page.locator(`webrerank-search [part~=${part}]`).first()
      if (!(await found.count())) continue
      await expect(found, part).toHaveCSS('scroll-margin-top', `${i + 1}px`)
      seen.add(part)
    }
  }
  await expect(page.locator('webrerank-search .bone')).toHaveCount(3)
  await look()
  release()
  await page.keyboard.press('Enter')
  await reranked(page)
  await expect(page.locator('mark').first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await look()
  expect(PARTS.filter((part) => !seen.has(part) && !ELSEWHERE.includes(part))).toEqual([])
  const there = await page
    .locator('webrerank-search [part]')
    .evaluateAll((all) => all.flatMap(({ part }) => [...part]))
  expect(PARTS).toEqual(expect.arrayContaining([...new Set(there)]))

  const part = (name: string) => page.locator(`webrerank-search [part~=${name}]`).first()
  await expect(part('panel')).toHaveCSS('background-color', 'rgb(4, 5, 6)')
  await expect(part('box')).toHaveCSS('color', 'rgb(7, 8, 9)')
  await expect(part('box')).toHaveCSS('border-color', 'rgb(13, 14, 15)')
  await expect(part('box')).toHaveCSS('border-radius', '3px')
  await expect(part('input')).toHaveCSS('font', /20px.*monospace/)
  await expect(part('note')).toHaveCSS('color', 'rgb(10, 11, 12)')
  await expect(part('mark')).toHaveCSS('background-color', 'rgb(19, 20, 21)')
  const active = page.getByRole('option', { selected: true })
  await expect(active).toHaveCSS('background-color', 'rgb(16, 17, 18)')
  await expect(active).toHaveCSS('outline-color', 'rgb(1, 2, 3)')
})

test('an excerpt has the direction of its text, though all of it is the best sentence', async ({
  page,
  open,
}) => {
  const pages = [
    { title: 'استرداد', text: 'نعيد المبلغ كاملا إلى بطاقتك بعد الفحص.', url: '/shop/a/' },
    { title: 'المبلغ', text: 'هذا المبلغ كبير.', url: '/b/' },
  ]
  await open(inside(pages))
  // Sentences are marked in what answers alone, and the built-in model does not read Arabic.
  await page.locator('webrerank-search').evaluate((element) => {
    const search = element as WebrerankSearch
    search.reranker = {
      rank: async ({ documents }) => ({
        results: documents.map((_, index) => ({ index, relevance_score: 0.9 })),
        webrerank: { floor: 0.5 },
      }),
    }
  })
  await box(page).fill('المبلغ')
  await page.keyboard.press('Enter')
  await expect(page.locator('mark')).toHaveCount(2)
  for (const excerpt of await page.locator('.excerpt').all()) {
    await expect(excerpt).toHaveCSS('direction', 'rtl')
    // All begin at the side where the page does.
    await expect(excerpt).toHaveCSS('text-align', /left$/)
  }
  await expect(page.locator('.crumbs')).toHaveText('shop')
  await expect(page.locator('.crumbs')).toHaveCSS('text-align', /left$/)
})

for (const { name, html, scheme, width, placeholder } of [
  { name: 'light', html: 'lang="en"', scheme: 'light', width: 1280, placeholder: 'Search this site' },
  {
    name: 'dark',
    html: 'lang="de" style="color-scheme: dark; background: #111; color: #eee"',
    scheme: 'dark',
    width: 1280,
    placeholder: 'Diese Website durchsuchen',
  },
  {
    name: 'rtl',
    html: 'lang="ar" dir="rtl"',
    scheme: 'light',
    width: 1280,
    placeholder: 'ابحث في هذا الموقع',
  },
  {
    name: 'narrow',
    html: 'lang="ja" style="color-scheme: dark; background: #111; color: #eee"',
    scheme: 'dark',
    width: 360,
    placeholder: 'このサイトを検索',
  },
] as const) {
  test(`axe finds nothing, and nothing overflows: ${name}`, async ({ page, open }, info) => {
    await page.setViewportSize({ width, height: 720 })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await open(PAGEFIND, html)
    await expect(page.getByPlaceholder(placeholder)).toBeVisible()
    await box(page).fill(QUESTION)
    await page.keyboard.press('Enter')
    await expect(page.locator('mark').first()).toBeVisible({ timeout: 90_000 })
    await page.keyboard.press('ArrowDown')
    await page.screenshot({ path: info.outputPath(`${name}.png`) })
    const icon = await page.locator('webrerank-search svg').boundingBox()
    const field = await box(page).boundingBox()
    if (name === 'rtl') expect(icon!.x).toBeGreaterThan(field!.x + field!.width - 1)
    else expect(icon!.x + icon!.width).toBeLessThan(field!.x + 1)
    await expect(page.locator('webrerank-search [part~=panel]')).toHaveCSS(
      'background-color',
      scheme === 'dark' ? 'rgb(27, 27, 31)' : 'rgb(255, 255, 255)',
    )
    await expectNoViolations(page, name)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
}
