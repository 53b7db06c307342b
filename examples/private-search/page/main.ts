// Files of a person, indexed and searched in the page. Parsing, index and first stage run in one worker, reranking in
// another; this thread draws.
import type { Collection } from '../shared/protocol.js'
import { watchDrops } from './drop.js'
import { announce, find } from './elements.js'
import { createExamples } from './examples.js'
import { createFilesView } from './files-view.js'
import { createFilterView } from './filter-view.js'
import { createFolders, type FolderHandle } from './folders.js'
import { describeCollection } from './format.js'
import { type Gathered, itemsOf, itemsOfDrop, itemsOfFolders, itemsOfInput } from './gather.js'
import { createIngestView } from './ingest-view.js'
import { createLibrary } from './library.js'
import { watchNetwork } from './network.js'
import { createResultsView } from './results-view.js'
import { loadSamples } from './samples.js'
import { createSearchSession } from './search-session.js'
import { showStage } from './stage.js'
import { showTrouble } from './trouble.js'
import { createViewer } from './viewer.js'

const query = find('query', HTMLInputElement)
const library = createLibrary(() => showTaken())
const viewer = createViewer(library, () => results.focusOpened())
const results = createResultsView((passage, sentence) => void viewer.open(passage, sentence))
const ingest = createIngestView(() => library.cancel(), focusFirst)
const folders = createFolders()
const filter = createFilterView(() => void session.refresh())
const examples = createExamples((question) => {
  query.value = question
  ingest.settle()
  examples.query(question)
  query.focus()
  void session.submit(question)
})
createFilesView(library, (collection) => {
  showCollection(collection)
  if (collection.files === 0) focusFirst()
  void session.refresh()
})
/** Of browsers with the File System Access API. */
const { showDirectoryPicker } = window as {
  showDirectoryPicker?: (options: { mode: 'read' }) => Promise<FolderHandle>
}
let busy = false
let opening = Promise.resolve()

const session = createSearchSession(library, filter.current, (state) => {
  showStage(state)
  const searching = state.status === 'searching'
  results.stale(searching)
  // Until the new ones are there, the old ones stay.
  if (searching) return
  results.show(state)
  const blank = find('blank', HTMLElement)
  blank.hidden = state.results.length > 0 || state.status !== 'done'
  blank.textContent = blank.hidden ? '' : 'Try different or fewer words.'
})

function showCollection(collection: Collection) {
  const empty = collection.files === 0
  find('welcome', HTMLElement).hidden = !empty || busy
  find('search', HTMLElement).hidden = empty && !busy
  find('collection', HTMLElement).hidden = empty
  find('collection-text', HTMLElement).textContent = describeCollection(collection)
  void showFiles()
}

/** What depends on which files there are. */
async function showFiles() {
  const [files, known] = await Promise.all([library.files(), folders.list()])
  filter.update(files)
  examples.update(files)
  find('again', HTMLButtonElement).hidden = known.length === 0
}

function showTaken() {
  for (const dialog of document.querySelectorAll('dialog')) dialog.close()
  for (const id of ['welcome', 'search', 'collection', 'results', 'blank', 'progress', 'outcome']) {
    find(id, HTMLElement).hidden = true
  }
  showTrouble('Your files are open in another tab.', {
    label: 'Use them here',
    run: () => {
      opening = open(true)
    },
  })
}

/** What a person does first: search, or choose files where there are none. */
function focusFirst() {
  const box = find('search', HTMLElement).hidden ? '#welcome [data-choose]' : '#query'
  document.querySelector<HTMLElement>(box)?.focus()
}

async function open(force = false) {
  const notice = find('trouble', HTMLElement)
  const hadFocus = notice.contains(document.activeElement)
  notice.hidden = true
  const waiting = find('opening', HTMLElement)
  // Not said where it is over before it can be read.
  const timer = setTimeout(() => {
    waiting.hidden = false
  }, 300)
  try {
    const collection = await library.open(force)
    if (collection === 'elsewhere') return showTaken()
    showCollection(collection)
    find('not-kept', HTMLElement).hidden = collection.kept
    if (hadFocus) focusFirst()
    void session.type(query.value)
    if (collection.files > 0) session.vectors.start()
  } catch (error) {
    showTrouble(`Your files can't be kept in this browser: ${(error as Error).message}`)
  } finally {
    clearTimeout(timer)
    waiting.hidden = true
  }
}

async function add(gathered: Gathered) {
  await opening
  if (busy) return announce('Files are already being read.')
  busy = true
  session.vectors.stop()
  find('trouble', HTMLElement).hidden = true
  find('search', HTMLElement).hidden = false
  ingest.start()
  find('welcome', HTMLElement).hidden = true
  for (const button of document.querySelectorAll<HTMLButtonElement>('.collection button')) {
    button.disabled = true
  }
  try {
    // So that the browser does not clear it when space runs low. It may say no.
    void navigator.storage.persist?.()
    const summary = await library.add(gathered, ingest.update)
    busy = false
    showCollection(summary.collection)
    ingest.end(summary, gathered.leftOut)
    void session.refresh()
    session.vectors.start()
  } catch (error) {
    ingest.end(null)
    showTrouble(`Reading stopped: ${(error as Error).message}`)
  } finally {
    busy = false
    for (const button of document.querySelectorAll<HTMLButtonElement>('.collection button')) {
      button.disabled = false
    }
  }
}

/** A folder that the browser remembers: it can be read again without being chosen again. */
async function chooseFolder() {
  try {
    const handle = await showDirectoryPicker!({ mode: 'read' })
    await add(itemsOfFolders([await folders.add(handle)]))
  } catch (error) {
    // No choice is a choice.
    if ((error as Error).name !== 'AbortError')
      showTrouble(`The folder could not be read: ${(error as Error).message}`)
  }
}

/** Takes what has changed in the folders that the browser remembers. */
async function readAgain() {
  const allowed = []
  for (const folder of await folders.list()) {
    const answer = await folder.handle.requestPermission?.({ mode: 'read' }).catch(() => 'denied')
    if (answer !== 'denied' && answer !== 'prompt') allowed.push(folder)
  }
  if (allowed.length === 0)
    return showTrouble('The browser does not allow this page to read the folders. Add them again.')
  await add(itemsOfFolders(allowed))
}

async function askAndDelete() {
  const dialog = find('confirm', HTMLDialogElement)
  find('confirm-text', HTMLElement).textContent =
    `${find('collection-text', HTMLElement).textContent}. Your original files are not affected.`
  dialog.returnValue = 'keep'
  dialog.showModal()
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }))
  if (dialog.returnValue !== 'delete') return
  try {
    session.vectors.stop()
    await library.deleteAll()
    await folders.clear()
    query.value = ''
    find('outcome', HTMLElement).hidden = true
    await session.type('')
    showCollection({ files: 0, passages: 0, characters: 0 })
    announce('All files were deleted from this page.')
    focusFirst()
  } catch (error) {
    showTrouble(`Deleting failed: ${(error as Error).message}`)
  }
}

find('search-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault()
  void session.submit(query.value)
})
query.addEventListener('input', (event) => {
  ingest.settle()
  examples.query(query.value)
  // Half a word of an input method is no query yet.
  if (!(event as InputEvent).isComposing) void session.type(query.value)
})
query.addEventListener('focus', session.warmUp)
query.addEventListener('compositionend', () => void session.type(query.value))
query.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' || event.isComposing) return
  event.preventDefault()
  document.querySelector<HTMLButtonElement>('#hits button')?.focus()
})
window.addEventListener('keydown', (event) => {
  const typing = event.target instanceof Element && event.target.closest('input, textarea, dialog')
  const shortcut = (event.key === '/' && !typing) || (event.key === 'k' && (event.ctrlKey || event.metaKey))
  if (!shortcut || find('search', HTMLElement).hidden || document.querySelector('dialog[open]')) return
  event.preventDefault()
  query.focus()
  query.select()
})

for (const kind of ['files', 'folder'] as const) {
  const input = find(kind, HTMLInputElement)
  for (const button of document.querySelectorAll<HTMLButtonElement>(`[data-choose="${kind}"]`)) {
    button.addEventListener('click', () => {
      if (kind === 'folder' && showDirectoryPicker) void chooseFolder()
      else input.click()
    })
  }
  input.addEventListener('change', async () => {
    const chosen = [...(input.files ?? [])]
    if (chosen.length > 0) await add(itemsOfInput(chosen))
    // So that choosing the same again is a change.
    input.value = ''
  })
}
find('samples', HTMLButtonElement).addEventListener('click', () => void add(itemsOf(loadSamples())))
find('again', HTMLButtonElement).addEventListener('click', () => void readAgain())
find('delete', HTMLButtonElement).addEventListener('click', () => void askAndDelete())

watchDrops(
  () => busy,
  (transfer) => void add(itemsOfDrop(transfer, folders)),
)
watchNetwork()
opening = open()
