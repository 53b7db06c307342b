import { expect, type Page } from '@playwright/test'

/** Where the focus is, shadow roots looked through. */
interface Stop {
  name: string
  /** Whether a script put it there, and Tab would not: a part of the page, which has no ring. */
  byScript: boolean
  ring: boolean
  /** Whether it is within the window and under nothing; else where it is, and under what. */
  seen: true | string
}

/** @returns `undefined` where the focus is lost to the page as a whole */
function readStop(page: Page): Promise<Stop | undefined> {
  return page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    if (!element || element === document.body || element === document.documentElement) return undefined
    // A control that is drawn by its label, its frame or what is put behind it has the ring there.
    const near: [Element | null, string?][] = [[element], [element, '::after'], [element.nextElementSibling]]
    for (let up = element.parentElement, i = 0; up && i < 3; up = up.parentElement, i++) near.push([up])
    const ring = near.some(([each, pseudo]) => {
      if (!each) return false
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each, pseudo)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0 && !/, 0\)$/.test(outlineColor)
    })
    const rect = element.getClientRects()[0] ?? element.getBoundingClientRect()
    const middle = (from: number, to: number, size: number) => (Math.max(0, from) + Math.min(size, to)) / 2
    const at: [number, number] = [
      middle(rect.left, rect.right, innerWidth),
      middle(rect.top, rect.bottom, innerHeight),
    ]
    const hit = (element.getRootNode() as Document | ShadowRoot).elementFromPoint(...at)
    const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)
    return {
      name: `${element.localName}${element.id && `#${element.id}`} “${text}”`,
      byScript: element.getAttribute('tabindex') === '-1',
      ring,
      seen:
        hit !== null && (element.contains(hit) || hit.contains(element))
          ? true
          : `at ${rect.top} to ${rect.bottom} of ${innerHeight}, ${hit ? `under ${hit.localName}#${hit.id}` : 'outside'}`,
    }
  })
}

/** The focus is somewhere, and a person sees where. */
export async function expectFocusSeen(page: Page, after: string): Promise<Stop> {
  // What scrolls to it, or puts it elsewhere, may take a frame or two.
  await expect
    .poll(async () => {
      const stop = await readStop(page)
      return stop && { name: stop.name, ring: stop.ring || stop.byScript, seen: stop.seen }
    }, `the focus after ${after}`)
    .toEqual({ name: expect.any(String), ring: true, seen: true })
  return (await readStop(page))!
}

/** Presses a key until the focus is where `selector` says, and sees it at each stop on the way. */
export async function travel(page: Page, key: string, selector: string, most = 60): Promise<void> {
  const stops: string[] = []
  for (let i = 0; i < most; i++) {
    await page.keyboard.press(key)
    stops.push((await expectFocusSeen(page, `${key}, ${stops.at(-1) ?? 'at first'}`)).name)
    if (await page.locator(`${selector}:focus`).count()) return
  }
  throw new Error(`${key} does not lead to ${selector}, but to ${stops.join(', ')}`)
}

/**
 * Goes through the whole page by Tab, from its top to its end, and back by Shift and Tab. The focus is seen at each stop,
 * and what is in the tab order is reached: nothing holds it.
 * @returns the names of the stops
 */
export async function tour(page: Page): Promise<string[]> {
  await markEdges(page)
  const stops: string[] = []
  for (const _ of Array(300)) {
    await page.keyboard.press('Tab')
    if (await page.locator(`${END}:focus`).count()) break
    stops.push((await expectFocusSeen(page, `Tab at ${stops.at(-1) ?? 'the top'}`)).name)
  }
  await expect(page.locator(END), `the end, after ${stops.at(-1)}`).toBeFocused()
  for (const name of stops.toReversed()) {
    await page.keyboard.press('Shift+Tab')
    expect((await readStop(page))?.name, 'back by Shift and Tab').toBe(name)
  }
  await page.locator(END).evaluate((end) => end.remove())
  return stops
}

/** A stop of the test's own at the end of the page: an engine may go on in its own window there, and have no page focused. */
const END = '#end-of-tour'

function markEdges(page: Page): Promise<void> {
  return page.evaluate((id) => {
    const end = document.createElement('span')
    Object.assign(end, { id, tabIndex: 0 })
    // It changes nothing of the page's layout, and covers nothing.
    Object.assign(end.style, { position: 'fixed', top: '0', pointerEvents: 'none' })
    document.body.append(end)
    // Tab sets out from where the focus was last, though it be gone.
    const top = document.createElement('span')
    top.tabIndex = -1
    document.body.prepend(top)
    top.focus()
    top.remove()
  }, END.slice(1))
}
