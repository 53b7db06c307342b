import path from 'node:path'
import ts from 'typescript'

/** The sources of the package's entries, by the names that they are imported by. */
function entriesOf(root, exports) {
  return Object.entries(exports).flatMap(([name, { types }]) => {
    const source = types?.replace(/^\.\/dist\/types\/(.*)\.d\.ts$/, '$1.ts')
    return source ? [{ name: path.posix.join('webrerank', name), file: path.join(root, source) }] : []
  })
}

/** As the package is compiled, but with the entries taken from their sources. */
function optionsOf(root, exports) {
  return {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.webworker.d.ts'],
    types: ['node', '@webgpu/types'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    paths: Object.fromEntries(entriesOf(root, exports).map(({ name, file }) => [name, [file]])),
  }
}

/**
 * The examples (`@example`) of all that the entries export and that is not only a type.
 * @returns {{ examples: { name: string, code: string }[], without: string[] }} `without`: exports that have none
 */
export function findExamples(root, exports) {
  const entries = entriesOf(root, exports)
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    optionsOf(root, exports),
  )
  const checker = program.getTypeChecker()
  const examples = []
  const without = []
  for (const { name, file } of entries)
    for (const exported of checker.getExportsOfModule(
      checker.getSymbolAtLocation(program.getSourceFile(file)),
    )) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      if (!(symbol.flags & ts.SymbolFlags.Value)) continue
      const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === 'example')
      if (tags.length === 0) without.push(`${name}: ${symbol.name}`)
      for (const tag of tags)
        for (const [, code] of ts.displayPartsToString(tag.text).matchAll(/```ts\n([\s\S]*?)```/g))
          examples.push({ name: `${name}: ${symbol.name}`, code })
    }
  return { examples, without }
}

/** Compiles examples, each as a module of its own. @returns {string[]} what is wrong */
export function checkExamples(root, exports, examples) {
  const options = optionsOf(root, exports)
  const files = new Map(examples.map((example, at) => [path.join(root, `example-${at}.ts`), example]))
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (file) => files.has(file) || fileExists(file)
  host.readFile = (file) => (files.has(file) ? moduleOf(files.get(file)) : readFile(file))
  host.getSourceFile = (file, target, ...rest) =>
    files.has(file)
      ? ts.createSourceFile(file, moduleOf(files.get(file)), target)
      : getSourceFile.call(host, file, target, ...rest)
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files].flatMap(([file, { name }]) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  )
}

const moduleOf = ({ code }) => `${code}\nexport {}\n`
