/**
 * The browser's `Worker` and `MessagePort`; `never` where types have none. By these an application for a server can check the
 * package's types without `dom`.
 */
export type PageWorker = typeof globalThis extends { Worker: { prototype: infer T } } ? T : never
export type PagePort = typeof globalThis extends { MessagePort: { prototype: infer T } } ? T : never
