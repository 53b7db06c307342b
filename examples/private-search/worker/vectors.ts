import { nearest } from 'webrerank/search'
import type { Unvectored, VectorModel } from '../shared/protocol.js'
import type { Storage } from './database.js'

/** Passages whose texts are handed out at once. */
const PART = 200

/** Where a passage is: its file, and its position there. */
export type PassagePlace = [fileId: number, ordinal: number]

/**
 * Vectors of passages, by which they are found in other words: some 64 bytes each, in rows of up to {@link PART}. They are made
 * after files were read, by the model, which runs elsewhere.
 */
export function createVectors({ database }: Pick<Storage, 'database'>) {
  const add = (fileId: number, first: number, data: Int8Array, passages: number) => {
    database.exec('INSERT OR REPLACE INTO vector (file, first, data) VALUES (?, ?, ?)', {
      bind: [fileId, first, new Uint8Array(data.buffer, data.byteOffset, data.length)],
    })
    database.exec('UPDATE file SET vectors = ? WHERE id = ?', { bind: [first + passages, fileId] })
  }
  return {
    /** Passages that have none yet. Those of another model are forgotten. */
    next({ version }: VectorModel): Unvectored | undefined {
      if (database.selectValue('PRAGMA user_version') !== version) {
        database.exec(`DELETE FROM vector; UPDATE file SET vectors = 0; PRAGMA user_version = ${version}`)
      }
      const [row] = database.selectArrays('SELECT id, vectors FROM file WHERE vectors < passages LIMIT 1')
      if (!row) return undefined
      const [fileId, first] = row as [number, number]
      const texts = database.selectValues(
        `SELECT title || char(10) || heading || char(10) || text FROM passage JOIN file ON file.id = file
         WHERE file = ? AND ordinal >= ? ORDER BY ordinal LIMIT ?`,
        [fileId, first, PART],
      )
      return { fileId, first, texts: texts.map(String) }
    },
    /** Keeps what was made of {@link next}; nothing where the file is gone, or has its vectors. */
    keep({ fileId, first, texts }: Unvectored, data: Int8Array): void {
      const known = database.selectValue('SELECT vectors FROM file WHERE id = ?', [fileId])
      if (known === first) add(fileId, first, data, texts.length)
    },
    /** The passages that are most alike to a question, the most alike first. */
    alike(vector: Int8Array, limit: number, where: string, bind: string[]): PassagePlace[] {
      const parts = database.selectArrays(
        `SELECT vector.file, first, data FROM vector JOIN file ON file.id = vector.file WHERE ${where}`,
        bind,
      ) as [number, number, Uint8Array][]
      const places: PassagePlace[] = []
      const data = new Int8Array(parts.reduce((sum, [, , bytes]) => sum + bytes.length, 0))
      let at = 0
      for (const [fileId, first, bytes] of parts) {
        data.set(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length), at)
        at += bytes.length
        for (let i = 0; i < bytes.length / vector.length; i++) places.push([fileId, first + i])
      }
      return nearest(vector, { size: vector.length, data }, limit).map((row) => places[row]!)
    },
  }
}
