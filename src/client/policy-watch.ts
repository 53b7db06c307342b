/** Whether the page's content security policy has refused a worker while it was watched. */
export interface PolicyWatch {
  refused(): boolean
  end(): void
}

/**
 * Watches the page's content security policy. The event that tells that a worker has not loaded gives no cause in any
 * browser; this one does, a moment before or after it.
 */
export function watchPolicy(): PolicyWatch {
  let refused = false
  const note = (event: Event) => {
    const { effectiveDirective, disposition } = event as SecurityPolicyViolationEvent
    refused ||= disposition === 'enforce' && effectiveDirective === 'worker-src'
  }
  const type = 'securitypolicyviolation'
  globalThis.addEventListener?.(type, note)
  return { refused: () => refused, end: () => globalThis.removeEventListener?.(type, note) }
}
