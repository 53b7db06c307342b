/** A file that is left out. Its message is for the person whose file it is. */
export class Unreadable extends Error {
  override name = 'Unreadable'
}
