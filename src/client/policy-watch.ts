/** What a content security policy has blocked of scripts and workers while it was watched. */
export interface PolicyWatch {
  /** The directive that blocked one, such as `worker-src`; undefined where none did. */
  blockedBy(): string | undefined
  end(): void
}

/**
 * Watches the page's content security policy. The event that tells that a worker has not loaded gives no cause in any
 * browser; this one does, a moment before or after it.
 */
export function watchPolicy(): PolicyWatch {
  let directive: string | undefined
  const note = (event: Event) => {
    const { effectiveDirective, disposition } = event as SecurityPolicyViolationEvent
    if (disposition === 'enforce' && /^(worker|script|child|default)-src/.test(effectiveDirective))
      directive ??= effectiveDirective
  }
  globalThis.addEventListener?.('securitypolicyviolation', note)
  return {
    blockedBy: () => directive,
    end: () => globalThis.removeEventListener?.('securitypolicyviolation', note),
  }
}
