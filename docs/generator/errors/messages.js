import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/**
 * Every message that the sources give to a `RerankError`, by code, sorted. What is known only at run time is `…`. A
 * message that a function gets as an argument is found at the function's calls.
 * @param {string} root of the repository
 * @returns {Map<string, string[]>}
 */
export function findMessages(root) {
  const files = ['src', 'worker', 'edge', 'server'].flatMap((folder) => sourcesOf(path.join(root, folder)))
  const sources = files.map((file) =>
    ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true),
  )
  const calls = collectCalls(sources)
  const found = new Map()
  const add = (code, message) => {
    if (!/\p{L}/u.test(message)) return
    found.set(code, (found.get(code) ?? new Set()).add(message))
  }
  for (const source of sources)
    visit(source, (node) => {
      if (!isNewError(node)) return
      const [code, message] = node.arguments
      if (!code || !message) return
      for (const { code: name, text } of readThrow(code, message, node, calls)) add(name, text)
    })
  return new Map([...found].map(([code, messages]) => [code, [...messages].sort()]))
}

function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && !/(\.test|\.test-d|\.d)\.ts$/.test(file) && !file.startsWith('demo'),
    )
    .map((file) => path.join(folder, file))
}

function visit(node, see) {
  see(node)
  node.forEachChild((child) => visit(child, see))
}

function isNewError(node) {
  return ts.isNewExpression(node) && node.expression.getText() === 'RerankError' && node.arguments
}

/** All calls of functions by their plain names. */
function collectCalls(sources) {
  const calls = new Map()
  for (const source of sources)
    visit(source, (node) => {
      if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return
      const name = node.expression.text
      calls.set(name, [...(calls.get(name) ?? []), node])
    })
  return calls
}

/** One throw as code and text; several where the function around it is called several times. */
function readThrow(code, message, node, calls) {
  const around = functionAround(node)
  const sites = around && usesParameters([code, message], around) ? sitesOf(around, node, calls) : [undefined]
  return sites.flatMap((site) => {
    const known = site ? argumentsOf(around, site) : new Map()
    if (site && !isReached(node, around.node, known)) return []
    return textsOf(code, known).flatMap((name) =>
      /^[a-z_]+$/.test(name) ? textsOf(message, known).map((text) => ({ code: name, text: tidy(text) })) : [],
    )
  })
}

function functionAround(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isFunctionDeclaration(at) && at.name) return { name: at.name.text, node: at }
    if (ts.isArrowFunction(at) && ts.isVariableDeclaration(at.parent) && ts.isIdentifier(at.parent.name))
      return { name: at.parent.name.text, node: at }
  }
  return undefined
}

/** Whether the branches of `param === undefined` that a throw is in fit the arguments of a call. */
function isReached(node, end, known) {
  for (let at = node; at !== end; at = at.parent) {
    if (!ts.isConditionalExpression(at.parent)) continue
    const [, name] = /^(\w+) === undefined$/.exec(at.parent.condition.getText()) ?? []
    if (name && known.has(name) && (at === at.parent.whenFalse) !== (known.get(name) !== undefined))
      return false
  }
  return true
}

const parametersOf = ({ node }) =>
  node.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : undefined))

function usesParameters(expressions, around) {
  const names = new Set(parametersOf(around))
  let uses = false
  for (const expression of expressions)
    visit(expression, (node) => {
      if (ts.isIdentifier(node) && names.has(node.text)) uses = true
    })
  return uses
}

/** Calls in the file that declares the function, and in those that import it from there. */
function sitesOf({ name }, node, calls) {
  const home = node.getSourceFile().fileName
  const sites = (calls.get(name) ?? []).filter((call) => {
    const source = call.getSourceFile()
    return source.fileName === home || importsOf(source).get(name) === home
  })
  return sites.length > 0 ? sites : [undefined]
}

/** Names that a file imports, with the file that each comes from. */
function importsOf(source) {
  const imports = source.statements.filter(ts.isImportDeclaration)
  return new Map(
    imports.flatMap(({ importClause, moduleSpecifier }) => {
      const file = path.resolve(path.dirname(source.fileName), moduleSpecifier.text.replace(/\.js$/, '.ts'))
      const named = importClause?.namedBindings
      return named && ts.isNamedImports(named) ? named.elements.map(({ name }) => [name.text, file]) : []
    }),
  )
}

function argumentsOf(around, site) {
  return new Map(
    parametersOf(around)
      .map((name, at) => [name, site.arguments[at]])
      .filter(([name]) => name !== undefined),
  )
}

/** What an expression may be as text, with the arguments that are known put in. */
function textsOf(node, known) {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce(
      (heads, span) =>
        heads.flatMap((head) =>
          textsOf(span.expression, known).map((text) => head + text + span.literal.text),
        ),
      [node.head.text],
    )
  if (ts.isConditionalExpression(node))
    return [...textsOf(node.whenTrue, known), ...textsOf(node.whenFalse, known)]
  if (ts.isIdentifier(node)) return textsOfName(node, known)
  return ['…']
}

function textsOfName(node, known) {
  // An argument may have the name of the parameter: it is read outside of the function.
  const argument = known.get(node.text)
  if (argument) return textsOf(argument, new Map())
  const constant = declarationOf(node)
  return constant ? textsOf(constant, known) : ['…']
}

/** The value of a constant that is declared in a block around its use. */
function declarationOf(node) {
  for (let block = node.parent; block; block = block.parent) {
    if (!ts.isBlock(block) && !ts.isSourceFile(block)) continue
    for (const statement of block.statements) {
      if (!ts.isVariableStatement(statement)) continue
      const found = statement.declarationList.declarations.find(
        ({ name }) => ts.isIdentifier(name) && name.text === node.text,
      )
      if (found?.initializer) return found.initializer
    }
  }
  return undefined
}

const tidy = (text) =>
  text
    .replace(/(…[ ,:]*)+…/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
