// Playwright's own script evaluates texts by the page's eval(), which a content security policy forbids.
import { Script } from 'node:vm'

/**
 * Code for a function of Playwright: its texts that are code stand in it as functions, which eval() gives while it runs.
 * @param {{ functionDeclaration: string, arguments?: any[] }} call
 */
export function codeOf({ functionDeclaration, arguments: args = [] }) {
  if (!functionDeclaration.includes('utilityScript')) return `(${functionDeclaration}\n)`
  const texts = new Set(args.flatMap((argument, i) => textsOf(argument, i === EXPRESSION)))
  const cases = [...texts].flatMap((text) => {
    const code = asExpression(text)
    return code ? [`[${JSON.stringify(text)}, () => ${code}]`] : []
  })
  return `(...all) => {
    const own = window.eval
    const known = [${cases.join(',\n')}]
    window.eval = (text) => {
      const found =
        known.find(([each]) => text === each || text === '(' + each + ')') ??
        known.find(([each]) => each.length > 200 && text.includes(each))
      return found ? found[1]() : own(text)
    }
    try { return (${functionDeclaration})(...all) } finally { window.eval = own }
  }`
}

/** The place of the expression among the arguments. */
const EXPRESSION = 3
const CODE = /=>|function|module/

/** Texts in an argument that may be code. `certain`: it is code, whatever it looks like. */
function textsOf(argument, certain) {
  if (argument?.type === 'string')
    return argument.value.length > 4 && (certain || CODE.test(argument.value)) ? [argument.value] : []
  if (argument?.type === 'array') return (argument.value ?? []).flatMap((each) => textsOf(each, false))
  if (argument?.type === 'object') return (argument.value ?? []).flatMap(([, each]) => textsOf(each, false))
  return []
}

/** The text as an expression: it is one, a CommonJS module of Playwright, or statements. */
function asExpression(text) {
  const trimmed = text.trim().replace(/;+$/, '')
  const isModule = /module\.exports = __toCommonJS/.test(trimmed) && !trimmed.startsWith('(')
  return [
    `(${trimmed}\n)`,
    ...(isModule ? [`(() => { const module = {};\n${trimmed}\nreturn module.exports.default() })()`] : []),
    `(function () {\n${trimmed}\n}).call(window)`,
  ].find(compiles)
}

function compiles(code) {
  try {
    return Boolean(new Script(code))
  } catch {
    return false
  }
}
