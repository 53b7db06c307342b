/** The part of the extension API that this example uses. */
declare namespace chrome {
  namespace runtime {
    function getURL(path: string): string
    function sendMessage(message: unknown): Promise<unknown>
    function getContexts(of: { contextTypes: 'OFFSCREEN_DOCUMENT'[] }): Promise<unknown[]>
    const onMessage: {
      /** A listener that answers later returns true. */
      addListener(
        listener: (message: never, sender: unknown, sendResponse: (answer: unknown) => void) => boolean,
      ): void
    }
  }
  namespace offscreen {
    function createDocument(options: {
      url: string
      reasons: 'WORKERS'[]
      justification: string
    }): Promise<void>
  }
  namespace tabs {
    function query(of: { active: boolean; lastFocusedWindow: boolean }): Promise<{ id?: number }[]>
  }
  namespace scripting {
    function executeScript<Args extends unknown[], Result>(injection: {
      target: { tabId: number }
      func: (...args: Args) => Result
      args: Args
    }): Promise<{ result?: Result }[]>
  }
}
