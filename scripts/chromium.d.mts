export function findChromium(): string | undefined
export function findHeadlessShell(): string | undefined
export function ensureChromium(): void
export function ensureHeadlessShell(): void
export function launchArguments(options: { gpu: boolean }): string[]
