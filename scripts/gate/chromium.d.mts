export function findChromium(): string | undefined
export function ensureChromium(): void
export function launchArguments(options: { gpu: boolean }): string[]
