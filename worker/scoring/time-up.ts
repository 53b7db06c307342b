/** Thrown at a checkpoint of a request whose time is up: what was scored until then is its answer. */
export class TimeUp extends Error {
  override readonly name = 'TimeUp'
}
