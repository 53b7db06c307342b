/** What code that sends a request has in it. Without one of these, braces in a text are no code. */
const SENDS = /\bcurl\s|\bfetch\(|\brerank\(|\brequests\.post\(|JSON\.stringify\(/

/** Objects of the code that are looked at: the request comes after options and headers at most. */
const MOST = 30

/**
 * The request that a piece of code sends: cURL, JavaScript or Python.
 * @returns `undefined` where there is none
 */
export function parseCode(source: string): unknown {
  if (!SENDS.test(source)) return undefined
  // A single quote inside a shell's single quotes.
  const code = source.replaceAll("'\\''", "'")
  let tries = 0
  for (let at = code.indexOf('{'); at >= 0 && tries < MOST; at = code.indexOf('{', at + 1), tries++) {
    const value = readLiteral(code, at)
    if (isRequest(value)) return value
  }
  return undefined
}

function isRequest(value: unknown): boolean {
  const { query, documents, texts } = (value ?? {}) as Record<string, unknown>
  return typeof query === 'string' && (Array.isArray(documents) || Array.isArray(texts))
}

/** The object literal of JavaScript or Python, or the JSON, that begins at a brace. */
function readLiteral(code: string, start: number): unknown {
  const token =
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|#[^\n]*|[A-Za-z_$][\w$]*|[{}[\]]|,(?=\s*[}\]])|[^"'{}[\]A-Za-z_$#/,]+|./gs
  token.lastIndex = start
  let depth = 0
  let json = ''
  for (let match = token.exec(code); match; match = token.exec(code)) {
    const [text] = match
    json += toJson(text, code.slice(token.lastIndex, token.lastIndex + 10))
    if (text === '{' || text === '[') depth++
    if ((text === '}' || text === ']') && --depth === 0) break
  }
  try {
    return JSON.parse(json.replace(/,(?=\s*[}\]])/g, ''))
  } catch {
    return undefined
  }
}

const WORDS: Record<string, string> = { True: 'true', False: 'false', None: 'null', undefined: 'null' }

function toJson(text: string, next: string): string {
  if (text.startsWith('//') || text.startsWith('#')) return ''
  if (text.startsWith("'")) return JSON.stringify(text.slice(1, -1).replace(/\\(['"\\])/g, '$1'))
  if (!/^[A-Za-z_$]/.test(text)) return text
  return /^\s*:/.test(next) ? JSON.stringify(text) : (WORDS[text] ?? text)
}
