// Who may import whom: the rules of DESIGN.md ("Layout"), held for every module of the library.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const IMPORT =
  /^\s*(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*(?:\/\*.*?\*\/\s*)*['"]([^'"]+)['"]\s*\)/gm

/** Packages that one file alone may import. */
const OWNERS = {
  comlink: ['src/client/worker-handle.ts', 'worker/index.ts', 'server/'],
  'onnxruntime-web': ['worker/runtime/ort-session.ts', 'server/'],
  '@huggingface/tokenizers': ['worker/text/tokenizer.ts'],
}

const files = ['src', 'worker', 'server']
  .filter((folder) => existsSync(path.join(ROOT, folder)))
  .flatMap(sources)
const graph = new Map(files.map((file) => [file, importsOf(file)]))
const problems = [...graph].flatMap(([file, imports]) => imports.flatMap((entry) => judge(file, entry)))
problems.push(...cycles())
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(`boundaries: ${files.length} modules, no forbidden import, no cycle`)

function sources(folder) {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.test\.ts$|\.d\.ts$/.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
}

function importsOf(file) {
  const code = readFileSync(path.join(ROOT, file), 'utf8')
  return [...code.matchAll(IMPORT)].map(([, type, from, dynamic]) => {
    const specifier = from ?? dynamic
    const target = specifier.startsWith('.')
      ? path.join(path.dirname(file), specifier).replace(/\.js$/, '.ts')
      : specifier
    return { target, type: Boolean(type), lazy: Boolean(dynamic) }
  })
}

function judge(file, { target, type }) {
  const wrong = (why) => [`${file} imports ${target}: ${why}`]
  if (file.startsWith('worker/') && target.startsWith('src/') && !/^src\/(shared|models)\//.test(target)) {
    return wrong('the worker knows of the page only src/shared and src/models')
  }
  if (/^src\/(?!demo\/)/.test(file) && target.startsWith('worker/') && !type)
    return wrong('src/ takes types alone of worker/')
  if (/^src\/(shared|models)\//.test(file) && /^(worker|src\/(?!shared|models))/.test(target)) {
    return wrong('what both threads share imports nothing of either')
  }
  if (/^src\/(?!search\/)/.test(file) && target.startsWith('src/search/') && !/^src\/element\//.test(file))
    return wrong('the search is an entry of its own')
  if (file.startsWith('src/element/') && /^(worker|src\/(?!element\/|search\/))/.test(target))
    return wrong('the search box knows the search and the package alone')
  if (file.startsWith('src/search/') && target === 'src/client/reranker.ts' && !type)
    return wrong('the search is given a reranker')
  if (file.startsWith('src/demo/') && /^(worker|src\/(?!demo\/))/.test(target))
    return wrong('the demo uses the package alone')
  const [name] = Object.keys(OWNERS).filter((owner) => target === owner || target.startsWith(`${owner}/`))
  if (name && !type && !OWNERS[name].some((owner) => file.startsWith(owner))) {
    return wrong(`only ${OWNERS[name].join(', ')} may`)
  }
  return []
}

/** Cycles of imports that run when a module loads: types and lazy imports make none. */
function cycles() {
  const found = []
  const state = new Map()
  const visit = (file, trail) => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      found.push(`a cycle of imports: ${[...trail.slice(trail.indexOf(file)), file].join(' -> ')}`)
      return
    }
    state.set(file, 'open')
    for (const { target, type, lazy } of graph.get(file) ?? []) {
      if (!type && !lazy && graph.has(target)) visit(target, [...trail, file])
    }
    state.set(file, 'done')
  }
  for (const file of files) visit(file, [])
  return found
}
