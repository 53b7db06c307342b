// Put into each document before its own scripts: what WebDriver lacks and WebDriver BiDi has. It keeps handles of the
// page's objects, serialises values, and notes what the console says, what is not caught and which workers run. The bridge
// fetches the notes by `poll()`.
;(() => {
  if (window.webDriver || window.top !== window) return
  // The browser's own, whatever clock a test puts in its place.
  const { setTimeout, clearTimeout } = window
  const handles = new Map()
  const ids = new WeakMap()
  const settled = []
  const notes = []
  const moves = []
  const realm = Math.random().toString(36).slice(2)
  let last = 0

  const nextId = () => `${++last}.${realm}`

  function idOf(object) {
    if (!ids.has(object)) {
      const id = nextId()
      ids.set(object, id)
      handles.set(id, object)
    }
    return ids.get(object)
  }

  /** The first that fits is the type of WebDriver BiDi. */
  const TYPES = [
    ['window', (value) => value === window],
    ['node', (value) => value instanceof Node],
    ['array', Array.isArray],
    ['function', (value) => typeof value === 'function'],
    ['promise', (value) => value instanceof Promise],
    ['error', (value) => value instanceof Error],
    ['map', (value) => value instanceof Map],
    ['set', (value) => value instanceof Set],
    ['date', (value) => value instanceof Date],
    ['regexp', (value) => value instanceof RegExp],
    ['nodelist', (value) => value instanceof NodeList],
    ['htmlcollection', (value) => value instanceof HTMLCollection],
    ['typedarray', ArrayBuffer.isView],
    ['arraybuffer', (value) => value instanceof ArrayBuffer],
    ['object', () => true],
  ]

  const numberOf = (value) => (Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value))
  const listed = (value, depth) => Array.from(value, (each) => serialise(each, depth - 1))
  const PRIMITIVE = {
    undefined: () => ({ type: 'undefined' }),
    string: (value) => ({ type: 'string', value }),
    boolean: (value) => ({ type: 'boolean', value }),
    bigint: (value) => ({ type: 'bigint', value: String(value) }),
    number: (value) => ({ type: 'number', value: numberOf(value) }),
    symbol: () => ({ type: 'symbol' }),
  }
  const CONTENT = {
    node: ({ nodeType, localName, childNodes }) => ({
      nodeType,
      localName,
      childNodeCount: childNodes.length,
      attributes: {},
    }),
    window: () => ({ context: '' }),
    date: (value) => value.toISOString(),
    regexp: ({ source, flags }) => ({ pattern: source, flags }),
  }
  const NESTED = {
    array: listed,
    nodelist: listed,
    htmlcollection: listed,
    object: (value, depth) => Object.keys(value).map((key) => [key, serialise(value[key], depth - 1)]),
  }

  function serialise(value, depth, owned = false) {
    if (value === null) return { type: 'null' }
    if (PRIMITIVE[typeof value]) return PRIMITIVE[typeof value](value)
    const [type] = TYPES.find(([, fits]) => fits(value))
    const content = CONTENT[type] ?? (depth > 0 && NESTED[type])
    return {
      type,
      ...(owned && { handle: idOf(value) }),
      ...(type === 'node' && { sharedId: idOf(value) }),
      ...(content && { value: content(value, depth) }),
    }
  }

  const REVIVED = {
    undefined: () => undefined,
    null: () => null,
    number: Number,
    bigint: BigInt,
    array: (value) => value.map(revive),
    object: (value) =>
      Object.fromEntries(
        value.map(([key, each]) => [typeof key === 'string' ? key : revive(key), revive(each)]),
      ),
    date: (value) => new Date(value),
    regexp: ({ pattern, flags }) => new RegExp(pattern, flags),
    channel:
      ({ channel }) =>
      (data) =>
        notes.push({ channel, data: serialise(data, 5) }),
  }

  function revive(argument) {
    const id = argument.handle ?? argument.sharedId
    const revived = REVIVED[argument.type]
    if (id === undefined) return revived ? revived(argument.value) : argument.value
    if (!handles.has(id)) throw new Error('no such handle')
    return handles.get(id)
  }

  /** A node stays known by its shared id. */
  function disown(owned) {
    for (const id of owned) if (!(handles.get(id) instanceof Node)) handles.delete(id)
  }

  function exceptionOf(error) {
    if (!error?.stack) return { exception: String(error?.message ?? error) }
    const frames = error.stack.split('\n').map((line) => `    at ${line}`)
    return { exception: [`${error.name}: ${error.message}`, ...frames].join('\n') }
  }

  /** How long a result is waited for before the bridge goes on with other commands; it comes by `poll()` then. */
  const PATIENCE = 40

  /** Calls a function with the arguments of a job, and `done` with what comes of it. */
  function call({ id, args, wait, owned, depth }, work, done) {
    const answer = (tell, value) => {
      try {
        tell({ result: serialise(value, depth, owned) })
      } catch (error) {
        tell(exceptionOf(error))
      }
    }
    let value
    try {
      value = work(...args.map(revive))
    } catch (error) {
      return done(exceptionOf(error))
    }
    if (!wait || typeof value?.then !== 'function') return answer(done, value)
    let tell = done
    const timer = setTimeout(() => {
      tell = (result) => settled.push([id, result])
      done({ pending: true })
    }, PATIENCE)
    const end = (result) => {
      clearTimeout(timer)
      tell(result)
    }
    value.then(
      (result) => answer(end, result),
      (error) => end(exceptionOf(error)),
    )
  }

  const note = (entry) => {
    if (notes.length < 1000) notes.push(entry)
  }

  function textOf(value) {
    if (value instanceof Error) return `${value.name}: ${value.message}`
    if (typeof value !== 'object') return String(value)
    try {
      return JSON.stringify(value)
    } catch {
      return String(value)
    }
  }

  for (const method of ['log', 'info', 'warn', 'error', 'debug']) {
    const own = console[method].bind(console)
    console[method] = (...args) => {
      note({ type: 'console', method, text: args.map(textOf).join(' ') })
      own(...args)
    }
  }
  /** Notes what nobody caught, once the page's own listeners have had their turn to deal with it. */
  const noteUncaught = (event, text) =>
    setTimeout(() => event.defaultPrevented || note({ type: 'javascript', method: 'error', text }))
  addEventListener('error', (event) => {
    if (event instanceof ErrorEvent) noteUncaught(event, event.error ? textOf(event.error) : event.message)
  })
  addEventListener('unhandledrejection', (event) => noteUncaught(event, textOf(event.reason)))
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
    note({
      type: 'console',
      method: 'error',
      text: `Content Security Policy: ${violatedDirective} refuses ${blockedURI} ${sample}`,
    }),
  )

  // An address that the page changes at once is seen by nobody who looks later.
  addEventListener('hashchange', ({ newURL }) => moves.push(newURL))
  // Nobody answers a dialog here: the test gives the files.
  addEventListener(
    'click',
    (event) => {
      const [input] = event.composedPath()
      if (!(input instanceof HTMLInputElement) || input.type !== 'file') return
      event.preventDefault()
      notes.push({ chooser: { sharedId: idOf(input) }, multiple: input.multiple })
    },
    true,
  )

  const workers = new Set()
  // A page that comes back as it was has its workers still.
  addEventListener('pageshow', ({ persisted }) => persisted && notes.push(...workers))
  window.Worker = new Proxy(Worker, {
    construct(target, args) {
      const worker = new target(...args)
      const begun = { worker: nextId(), url: String(new URL(args[0], document.baseURI)) }
      workers.add(begun)
      notes.push(begun)
      const end = () => {
        if (workers.delete(begun)) notes.push({ ...begun, ended: true })
      }
      // What is no error of its code is one of its start.
      worker.addEventListener('error', (event) => event instanceof ErrorEvent || end())
      const { terminate } = worker
      worker.terminate = () => {
        end()
        terminate.call(worker)
      }
      return worker
    },
  })

  const poll = () => ({
    realm,
    url: location.href,
    state: document.readyState,
    settled: settled.splice(0),
    moves: moves.splice(0),
    notes: notes.splice(0),
  })
  Object.defineProperty(window, 'webDriver', { value: { realm, call, poll, handles, revive, disown } })
})()
