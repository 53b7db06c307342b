/** The first two bytes of a file in gzip. */
const GZIP = [0x1f, 0x8b]

/**
 * The content of a file that is in gzip, or was: hosts that take the ending for an encoding decompress it on its way.
 * @throws TypeError where the file is cut or wrong
 */
export async function inflate(file: ArrayBuffer): Promise<ArrayBuffer> {
  const [first, second] = new Uint8Array(file, 0, Math.min(2, file.byteLength))
  if (first !== GZIP[0] || second !== GZIP[1]) return file
  return new Response(new Blob([file]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()
}
