/** Made by the build: files in gzip and base64, by their addresses relative to the worker; the worker's script is the last. */
declare module 'virtual:inline-files' {
  export const files: Readonly<Record<string, string>>
}
