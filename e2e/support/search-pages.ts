import { createIndex } from 'pagefind'

/** A small site. Its first page has the most words of the question, and its second one the answer. */
export const QUESTION = 'When do I get my card refunded and my money back?'
export const PAGES = [
  {
    id: 'back',
    title: 'Back pain and how to get rid of it',
    text: 'How do I sit? Get a good chair for your back. Money spent on a good chair is money well spent. Go back to the basics and get up every hour.',
    url: '/back/',
  },
  {
    id: 'refunds',
    title: 'Returns and refunds',
    text: 'Goods can be sent to us within thirty days. We refund the full price to your card after an inspection. My advice: keep the box.',
    url: '/refunds/',
  },
  {
    id: 'delivery',
    title: 'Delivery times',
    text: 'Parcels arrive after two to four days. How we pack them depends on their size.',
    url: '/delivery/',
  },
  {
    id: 'careers',
    title: 'Careers',
    text: 'Get to know my team. We look for people who do their work with care.',
    url: '/careers/',
  },
]

/** The files of Pagefind's index of {@link PAGES}, by path below `/pagefind/`. */
export async function buildPagefind(): Promise<Map<string, Uint8Array>> {
  const { index } = await createIndex({})
  for (const { title, text, url } of PAGES) {
    const [first, ...rest] = text.split(/(?<=[.?]) /)
    const content = `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1>
      <p>${first}</p><h2 id="more">More of it</h2><p>${rest.join(' ')}</p></body></html>`
    await index!.addHTMLFile({ url, content })
  }
  const { files } = await index!.getFiles()
  return new Map(files.map(({ path, content }) => [path, content]))
}
