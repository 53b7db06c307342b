// The public types of every entry of the package, in one file: a change of one shows in it.
//   node scripts/package/public-types.mjs [--check]
// Without --check the file is written; with it, a difference is an error. It reads dist/, which has to be built.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const REPORT = path.join(root, 'scripts/package/public-types.d.ts.txt')
// TypeScript 7 has no interface for scripts; the documentation's workspace has the last version that does.
const ts = createRequire(path.join(root, 'docs/package.json'))('typescript')

/** @type {{ exports: Record<string, string | { types?: string }> }} */
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const entries = Object.entries(manifest.exports).flatMap(([name, target]) =>
  typeof target === 'object' && target.types ? [{ name, file: path.join(root, target.types) }] : [],
)
const program = ts.createProgram(
  entries.map(({ file }) => file),
  {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    types: ['node', '@webgpu/types'],
    typeRoots: [path.join(root, 'node_modules/@types'), path.join(root, 'node_modules')],
  },
)
const checker = program.getTypeChecker()
const printer = ts.createPrinter({ removeComments: true })

const report = [
  '// The public types of each entry. Written by scripts/package/public-types.mjs; the gate compares it with the sources.',
  ...entries.flatMap(({ name, file }) => [
    '',
    `// ── ${path.posix.join('webrerank', name)}`,
    ...describeEntry(file),
  ]),
  '',
].join('\n')

if (process.argv.includes('--check')) {
  const known = readFileSync(REPORT, 'utf8')
  if (known !== report) {
    const [before, after] = [known.split('\n'), report.split('\n')]
    const at = after.findIndex((line, i) => line !== before[i])
    console.error(
      `The public types differ from scripts/package/public-types.d.ts.txt, first in line ${at + 1}:`,
    )
    console.error(`- ${before[at] ?? ''}\n+ ${after[at] ?? ''}`)
    console.error('If that is meant, run `npm run api`, and tell of it in CHANGELOG.md.')
    process.exitCode = 1
  }
} else writeFileSync(REPORT, report)

/** @param {string} file @returns {string[]} */
function describeEntry(file) {
  const source = program.getSourceFile(file)
  if (!source) throw new Error(`${file} is not built`)
  const module = checker.getSymbolAtLocation(source)
  if (!module) return ['// exports nothing']
  return checker
    .getExportsOfModule(module)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((symbol) => describe(symbol))
}

/** Each declaration without its comments. */
function describe(symbol) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const declarations = target.declarations ?? []
  if (declarations.length === 0) throw new Error(`${symbol.name} has no declaration`)
  const renamed = target.name === symbol.name ? [] : [`// as ${symbol.name}`]
  return [
    ...renamed,
    ...declarations.map((node) => {
      const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node
      return printer.printNode(ts.EmitHint.Unspecified, statement, node.getSourceFile())
    }),
  ]
}
