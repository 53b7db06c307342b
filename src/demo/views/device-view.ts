import { deleteStoredModel, listStoredModels, persistStorage, storageUse } from 'webrerank/models'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { bytes } from '../ui/format.js'

export interface DeviceView {
  /** Looks again, if somebody is looking. */
  refresh(): void
}

/** What this page keeps on the device, and how to be rid of it. */
export function createDeviceView(on: { announce(text: string): void; deleted(): void }): DeviceView {
  const panel = find('storage', HTMLDetailsElement)
  const list = find('stored-models', HTMLUListElement)
  const use = find('storage-use', HTMLElement)
  const keep = find('storage-keep', HTMLButtonElement)

  const refresh = async () => {
    const [models, estimate] = await Promise.all([
      listStoredModels().catch(() => []),
      storageUse().catch(() => undefined),
    ])
    list.replaceChildren(...models.map(createRow))
    list.hidden = models.length === 0
    const used = estimate ? t.storageUsed(bytes(estimate.usage), bytes(estimate.quota)) : t.storageUnknown
    use.textContent = models.length === 0 ? `${t.noStoredModels} ${used}` : used
    keep.hidden = models.length === 0
  }
  const createRow = ({ id, bytes: size, files }: Awaited<ReturnType<typeof listStoredModels>>[number]) => {
    const unfinished = files.some(({ complete }) => !complete)
    const button = create('button', 'small', [create('span', '', t.deleteModel), hidden(` ${id}`)])
    button.type = 'button'
    button.addEventListener('click', async () => {
      button.setAttribute('aria-disabled', 'true')
      const done = await deleteStoredModel(id).then(
        () => t.deleted(id),
        () => t.notDeleted(id),
      )
      await refresh()
      ;(list.querySelector('button') ?? panel.querySelector('summary'))?.focus()
      on.announce(done)
      on.deleted()
    })
    return create('li', 'stored', [
      create('div', '', [
        create('p', 'stored-name', id),
        create('p', 'hint', unfinished ? t.unfinished(bytes(size)) : bytes(size)),
      ]),
      button,
    ])
  }
  keep.addEventListener('click', async () => {
    const kept = await persistStorage().catch(() => false)
    keep.textContent = kept ? t.storageKept : t.storageNotKept
    on.announce(keep.textContent)
  })
  panel.addEventListener('toggle', () => panel.open && void refresh())
  return { refresh: () => void (panel.open && refresh()) }
}

function hidden(text: string): HTMLElement {
  return create('span', 'visually-hidden', text)
}
