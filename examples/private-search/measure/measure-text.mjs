const COMMON =
  `the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one
  you were all her she there would their we him been has when who will no more if out so up said what its about than
  into them can only other time new some could these two may first then do any like my now over such our man me even
  most made after also did many off before must well back through years where much your way down should because long
  each just those people how too little state good very make world still see own work men day get here between both
  life being under three never know same last another while us might great old year come since against go came right
  used take`.split(/\s+/)
const SYLLABLES =
  'ba co di fe gu ha ki lo mu ne pa qui ro su ti ve wa xe yo zu tra ble cho dra str ing ent ion er al'.split(
    ' ',
  )
const WORDS = 60_000

/** Notes whose words are as frequent among themselves as those of natural text (Zipf), the same in each run. */
export function createText() {
  let state = 1
  const random = () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
  const pick = (list) => list[Math.floor(random() * list.length)]
  const words = [...COMMON]
  while (words.length < WORDS) {
    words.push(Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(SYLLABLES)).join(''))
  }
  const sums = new Float64Array(WORDS)
  let sum = 0
  for (let i = 0; i < WORDS; i++) {
    sum += 1 / (i + 2.7)
    sums[i] = sum
  }
  const word = () => {
    const target = random() * sum
    let low = 0
    let high = WORDS - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle] < target) low = middle + 1
      else high = middle
    }
    return words[low]
  }
  const sentence = (length) => `${Array.from({ length }, word).join(' ')}. `
  return {
    note(bytes) {
      let note = `# ${word()} ${word()}\n\n`
      while (note.length < bytes) {
        if (random() < 0.15) note += `## ${word()} ${word()}\n\n`
        for (let i = 0; i < 6; i++) note += sentence(6 + Math.floor(random() * 14))
        note += '\n\n'
      }
      return note
    },
    queries: (count) =>
      Array.from({ length: count }, () =>
        Array.from({ length: 3 + Math.floor(random() * 6) }, word).join(' '),
      ),
  }
}
