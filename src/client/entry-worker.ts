/** How an entry of the package makes its worker. */
export interface OwnWorker {
  /** The entry that is the worker's script, by which a development server may know it. */
  entry: string
  create(): Worker
  /** Loads what `create` needs. */
  prepare?(): Promise<void>
}
