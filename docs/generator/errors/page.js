import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { findMessages } from './messages.js'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const HEAD = `# Errors

Every error code, what it means, and what to do. Looking for a symptom instead? See [Troubleshooting](troubleshooting.md).

\`rank()\` and \`load()\` throw a \`RerankError\` with \`code\`, \`message\`, \`status\`, \`retryable\`, and for some errors \`param\` and
\`details\`. \`rerank()\` and \`reranker.fetch\` answer with the status and [an error body](http-api.md#error-answers). An abort is
not an error of webrerank: it keeps the signal's own reason.

This page is generated from the source code: \`node docs/generator/errors/page.js\`. In messages, … stands for a value.
`

/** The page docs/errors.md, from the codes of src/protocol/errors.ts and the messages of all sources. */
export function errorsPage(root = ROOT) {
  const codes = readCodes(path.join(root, 'src/protocol/errors.ts'))
  const messages = findMessages(root)
  const overview = codes.map(
    ({ code, status, retryable }) => `| [\`${code}\`](#${code}) | ${status} | ${retryable ? 'yes' : 'no'} |`,
  )
  const sections = codes.map((entry) => section(entry, messages.get(entry.code) ?? []))
  return [
    HEAD,
    '## All codes\n',
    '| code | status | retry helps |\n|---|---|---|',
    `${overview.join('\n')}\n`,
    '## What they mean\n',
    ...sections,
  ].join('\n')
}

function section({ code, status, retryable, meaning, remedy }, messages) {
  const list = messages.map((message) => `- ${asCode(message)}`)
  return [
    `### ${code}\n`,
    `${meaning}\n`,
    `**What to do**: ${remedy}\n`,
    `Status ${status}. ${retryable ? 'The same call may succeed later.' : 'The same call fails again.'}\n`,
    ...(list.length > 0 ? ['Messages:\n', `${list.join('\n')}\n`] : []),
  ].join('\n')
}

/** A message as code, in as many backticks as it takes. */
function asCode(message) {
  const fence = message.includes('`') ? '``' : '`'
  return fence === '`' ? `\`${message}\`` : `${fence} ${message} ${fence}`
}

/**
 * The codes with their status and comments: the first paragraph of a comment says what happened, the second what to do.
 * @throws where a code has no such comment
 */
function readCodes(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const retryable = new Set(
    declared(source, 'RETRYABLE')
      .match(/'[a-z_]+'/g)
      .map((name) => name.slice(1, -1)),
  )
  const object = findObject(source, 'STATUS')
  return object.properties.map((property) => {
    const code = property.name.getText()
    const [comment] = ts.getJSDocCommentsAndTags(property)
    const [meaning, remedy] = String(comment?.comment ?? '')
      .split(/\n\s*\n/)
      .map((part) => part.replace(/\s+/g, ' '))
    if (!meaning || !remedy) throw new Error(`${code} needs a comment that says what happened and what to do`)
    return { code, status: property.initializer.getText(), retryable: retryable.has(code), meaning, remedy }
  })
}

function declared(source, name) {
  return declarationOf(source, name).getText()
}

function findObject(source, name) {
  const { initializer } = declarationOf(source, name)
  return ts.isAsExpression(initializer) ? initializer.expression : initializer
}

function declarationOf(source, name) {
  const declarations = source.statements
    .filter(ts.isVariableStatement)
    .flatMap((s) => s.declarationList.declarations)
  return declarations.find((declaration) => declaration.name.getText() === name)
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(path.join(ROOT, 'docs/errors.md'), errorsPage())
