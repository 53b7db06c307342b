// What the platforms make of these imports; the build leaves them as they are.
declare module '*.wasm' {
  const module: WebAssembly.Module
  export default module
}
declare module '*.wasm?module' {
  const module: WebAssembly.Module
  export default module
}
declare module '*.bin' {
  const content: ArrayBuffer
  export default content
}
