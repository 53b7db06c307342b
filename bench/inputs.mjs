// Seeded inputs: English-like text whose lengths are spread as those of real passages, a few of them far longer.
import { normals, uniforms } from '../fixtures/random.mjs'

const WORDS =
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years where much your way down should because long each just state those people too mr how little good world make very year still see own work men day get here old life both between being under three never know same last another while us might great go come since against right came take used himself few house use place during high without again home around small found school part once general upon every left got need however water number almost course less night side eyes think system given glass sand river heat oven window bread panda bamboo vector database index search query document model score worker memory'.split(
    ' ',
  )

export const QUERY = 'how is glass made from sand in an oven'

/** @returns {string[]} texts of 15 to 380 words, the same for the same count */
export function documents(count) {
  const [uniform, normal] = [uniforms(11), normals(12)]
  return Array.from({ length: count }, () => {
    const words = Math.round(Math.min(380, Math.max(15, Math.exp(4.4 + 0.7 * normal()))))
    return Array.from({ length: words }, () => WORDS[Math.floor(uniform() ** 2 * WORDS.length)]).join(' ')
  })
}
