import type { EdgeFiles } from 'webrerank/edge'

const MODEL = 'models/webrerank-tiny-en/'
const PATHS = ['tokenizer.json', 'match.bin', 'related.bin', 'vectors.bin', 'onnx/model_quantized.onnx']

/**
 * The embedded model's files and the kernels.
 * @param read reads a file of this package's `dist`
 * @param given kernels that are compiled already
 */
export async function readFiles(
  read: (path: string) => Promise<ArrayBuffer>,
  given?: EdgeFiles['kernels'],
): Promise<EdgeFiles> {
  const compile = async (name: 'plain' | 'relaxed') => WebAssembly.compile(await read(`engine/${name}.wasm`))
  const [kernels, ...contents] = await Promise.all([
    given ?? compileBoth(compile),
    ...PATHS.map((path) => read(MODEL + path)),
  ])
  return { model: Object.fromEntries(PATHS.map((path, i) => [path, contents[i]!])), kernels }
}

/** Where relaxed SIMD is not known, its module does not compile. */
async function compileBoth(
  compile: (name: 'plain' | 'relaxed') => Promise<WebAssembly.Module>,
): Promise<EdgeFiles['kernels']> {
  const [plain, relaxed] = await Promise.all([
    compile('plain'),
    compile('relaxed').catch((error) => {
      if (error instanceof WebAssembly.CompileError) return undefined
      throw error
    }),
  ])
  return { plain, relaxed }
}
