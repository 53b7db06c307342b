import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { engineOf } from './engine.js'

/** Wide and narrow: the narrowest phone that is still about. */
const WIDTHS = [1280, 360]

/** What of a page axe looks at, and by which of its rules. */
interface Look {
  part?: string | undefined
  rules?: string[] | undefined
  without?: string[] | undefined
}

/**
 * No axe violation, and nothing that reaches past the page's edge, at each width.
 * @param state said where it fails
 * @param options.part what axe looks at, where it is not the whole page
 * @param options.rules axe's rules, where they are not all
 * @param options.without rules that are left out
 */
export async function expectAccessible(
  page: Page,
  state: string,
  { widths = WIDTHS, ...look }: Look & { widths?: number[] } = {},
) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    await expectNoViolations(page, `${state}, ${width} px`, look)
    expect(await pastTheEdge(page), `past the edge: ${state}, ${width} px`).toEqual([])
  }
}

/** What makes the page wider than its window: elements that reach past the edge, with where they end. */
function pastTheEdge(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    return [...document.querySelectorAll('*')].flatMap((element) => {
      const { right } = element.getBoundingClientRect()
      return right > clientWidth
        ? [`${element.localName}#${element.id}.${element.className}: ${right} of ${clientWidth}`]
        : []
    })
  })
}

/** No axe violation, at the width that the page has. */
export async function expectNoViolations(
  page: Page,
  state: string,
  { part = 'html', rules, without = [] }: Look = {},
): Promise<void> {
  // See PARTS of e2e/engines/left-out.mjs.
  if (engineOf(page.context()) === 'firefox') return
  // In legacy mode frames of other origins are not looked into, of which there are none, and no second page is opened.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  axe.disableRules(without)
  if (rules) axe.withRules(rules)
  const { violations } = await axe.include(part).analyze()
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]),
    state,
  ).toEqual([])
}

/** {@link expectAccessible} in light and in dark, of the same visit. */
export async function expectAccessibleInBoth(
  page: Page,
  state: string,
  options?: Parameters<typeof expectAccessible>[2],
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expectAccessible(page, `${state}, ${colorScheme}`, options)
  }
}

/** What the browser draws for a name of CSS's system colours. */
export function systemColor(page: Page, name: string): Promise<string> {
  return page.evaluate((name) => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.backgroundColor = name
    const { backgroundColor } = getComputedStyle(probe)
    probe.remove()
    return backgroundColor
  }, name)
}
