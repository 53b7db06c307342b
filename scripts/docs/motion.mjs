// Records the moving picture of the README from the built demo: `npm run build && npm run pictures -- demo-motion`. Frames are
// screenshots of decided states, so that the film is the same on a slow machine. `img2webp` (Debian's package webp) joins
// them.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** @import { Page } from 'playwright' */

export const MOTION_SIZE = { width: 960, height: 900 }

/** Answered by a document that shares no word with it. */
const QUESTION = 'how long do you keep my bills?'
/** Where a movement is shown, as parts of its time. */
const STEPS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 1]

/**
 * Plays the demo from its arrival on: the order of keywords, the model's order, then another question.
 * @param {Page} page a blank one
 * @param {string} address of the demo
 * @param {string} target the WebP file
 */
export async function recordDemo(page, address, target) {
  const film = createFilm(page)
  await page.addInitScript(holdAnimations)
  const model = await holdModel(page)
  await page.goto(address)
  await page.locator('#board-before li').first().waitFor()
  await film.shoot(1800)
  model.release()
  await page.locator('#results[data-state=after]:not([aria-busy])').waitFor({ timeout: 120_000 })
  await film.glide()
  await film.shoot(2600)
  await page.locator('#query').fill('')
  for (let at = 0; at < QUESTION.length; at += 3) {
    await page.keyboard.insertText(QUESTION.slice(at, at + 3))
    await film.shoot(90)
  }
  await film.shoot(500)
  await page.keyboard.press('Enter')
  await page.locator('#results[data-state=after]:not([aria-busy])').waitFor({ timeout: 120_000 })
  await film.glide()
  await film.shoot(3000)
  film.join(target)
}

/** @param {Page} page */
function createFilm(page) {
  const folder = mkdtempSync(path.join(tmpdir(), 'webrerank-film-'))
  /** @type {{ file: string, milliseconds: number }[]} */
  const frames = []
  /** @param {number} milliseconds how long the frame stands */
  const shoot = async (milliseconds) => {
    const file = path.join(folder, `${frames.length}.png`)
    await page.screenshot({ path: file, caret: 'initial' })
    frames.push({ file, milliseconds })
  }
  return {
    shoot,
    /** The movement that is held, step by step. */
    async glide() {
      for (const part of STEPS) {
        await page.evaluate(`setHeldAnimations(${part})`)
        await shoot(70)
      }
    },
    /** @param {string} target */
    join(target) {
      const inputs = frames.flatMap(({ file, milliseconds }) => ['-d', String(milliseconds), file])
      mkdirSync(path.dirname(target), { recursive: true })
      execFileSync('img2webp', ['-loop', '0', '-lossless', '-m', '6', ...inputs, '-o', target], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      rmSync(folder, { recursive: true })
    },
  }
}

/** In the page: each animation that begins waits for `setHeldAnimations`. */
function holdAnimations() {
  /** @type {Animation[]} */
  let held = []
  const { animate } = Element.prototype
  Element.prototype.animate = function (...rest) {
    const animation = animate.apply(this, rest)
    animation.pause()
    held.push(animation)
    return animation
  }
  Object.assign(window, {
    /** @param {number} part */
    setHeldAnimations(part) {
      const ends = held.map((animation) => Number(animation.effect?.getComputedTiming().endTime))
      const end = Math.max(0, ...ends)
      for (const animation of held) animation.currentTime = end * part
      if (part < 1) return
      for (const animation of held) animation.finish()
      held = []
    },
  })
}

/**
 * Keeps the model back, so that the order before it can be looked at.
 * @param {Page} page
 */
async function holdModel(page) {
  /** @type {() => void} */
  let release = () => {}
  const released = new Promise((resolve) => {
    release = () => resolve(undefined)
  })
  await page.context().route(/\.onnx(\?|$)/, async (route) => {
    await released
    await route.continue()
  })
  return { release }
}
