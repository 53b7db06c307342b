import { Tokenizer } from 'htmlparser2'

/** What a reader of tags is told, in order. Names are as they stand in XML, and in lower case in HTML. */
export interface MarkupHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close(name: string): void
  text(text: string): void
}

/** Characters between two turns. */
const SLICE = 32_768

/**
 * Tells a handler the tags and texts of a source, and yields between slices of it. There is no tree and no stack, so depth costs
 * nothing.
 */
export function* scanMarkup(source: string, handler: MarkupHandler, xmlMode: boolean): Generator<void> {
  const tokenizer = createTokenizer(source, handler, xmlMode)
  for (let start = 0; start < source.length; start += SLICE) {
    tokenizer.write(source.slice(start, start + SLICE))
    yield
  }
  tokenizer.end()
}

function createTokenizer(source: string, handler: MarkupHandler, xmlMode: boolean): Tokenizer {
  let tag = ''
  let attribute = ''
  let value = ''
  let attributes: Record<string, string> = {}
  const nameOf = (start: number, end: number) => {
    const name = source.slice(start, end)
    return xmlMode ? name : name.toLowerCase()
  }
  const open = () => handler.open(tag, attributes)
  return new Tokenizer(
    { xmlMode, decodeEntities: true },
    {
      onopentagname(start, end) {
        tag = nameOf(start, end)
        attributes = {}
      },
      onattribname(start, end) {
        attribute = nameOf(start, end)
        value = ''
      },
      onattribdata(start, end) {
        value += source.slice(start, end)
      },
      onattribentity(code) {
        value += String.fromCodePoint(code)
      },
      onattribend() {
        attributes[attribute] ??= value
      },
      onopentagend: open,
      onselfclosingtag() {
        open()
        if (xmlMode) handler.close(tag)
      },
      onclosetag: (start, end) => handler.close(nameOf(start, end)),
      ontext: (start, end) => handler.text(source.slice(start, end)),
      ontextentity: (code) => handler.text(String.fromCodePoint(code)),
      oncdata: (start, end, offset) => handler.text(source.slice(start, end - offset)),
      oncomment() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onend() {},
    },
  )
}
