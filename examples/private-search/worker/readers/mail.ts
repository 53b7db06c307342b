import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import type { Block } from '../chunks.js'
import type { Facts } from './facts.js'
import { readHtml } from './html.js'
import { readPlain } from './plain.js'
import { Unreadable } from './unreadable.js'

/** Letters within letters. */
const DEEPEST = 5

/** A text for people who cannot see the other form of a letter may be this short, and say nothing. */
const SHORT = 200

/** Reads what is attached, by its content and name. */
export type AttachmentReader = (name: string, bytes: Uint8Array, depth: number) => Promise<Iterable<Block>>

/**
 * Who wrote to whom, when and about what; the text of the letter; and what is attached, where it is text.
 * @throws {Unreadable} where it is no letter
 */
export async function readMail(
  bytes: Uint8Array,
  facts: Facts,
  readAttachment: AttachmentReader,
  depth = 0,
): Promise<Block[]> {
  const mail = await parse(bytes)
  facts.title = mail.subject ?? ''
  const blocks: Block[] = [{ text: headOf(mail) }, ...bodyOf(mail)]
  for (const attachment of mail.attachments) {
    const name =
      attachment.filename ?? (attachment.mimeType === 'message/rfc822' ? 'letter.eml' : 'without a name')
    try {
      if (depth >= DEEPEST) throw new Unreadable('nested too deep in other emails')
      const inner = await readAttachment(name, bytesOf(attachment), depth + 1)
      const heading = `Attachment ${name}`
      for (const block of inner) {
        blocks.push({ ...block, heading: [heading, block.heading].filter(Boolean).join(' › ') })
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      facts.notes.push(`attachment ${name}: ${error.message}`)
    }
  }
  return blocks
}

async function parse(bytes: Uint8Array): Promise<Email> {
  try {
    const mail = await PostalMime.parse(bytes, {
      attachmentEncoding: 'arraybuffer',
      forceRfc822Attachments: true,
    })
    if (mail.headers.length > 0) return mail
  } catch {
    // Said below.
  }
  throw new Unreadable('not an email, or damaged')
}

function headOf({ subject, from, to, cc, date, headers }: Email): string {
  const sent = headers.find(({ key }) => key === 'date')?.value ?? date
  const lines = {
    Subject: subject,
    From: names(from ? [from] : []),
    To: names(to),
    Cc: names(cc),
    Date: sent,
  }
  return Object.entries(lines)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}

function names(addresses: readonly Address[] | undefined): string {
  return (addresses ?? [])
    .flatMap((address) => (address.group ? address.group : [address]))
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address))
    .join(', ')
}

/** The text, and the other form of it where that says more. */
function bodyOf({ text, html }: Email): Block[] {
  const fromHtml = html ? [...readHtml(html)].filter((block) => block.text.trim()) : []
  const length = fromHtml.reduce((sum, block) => sum + block.text.length, 0)
  if (!text?.trim() || (text.length < SHORT && length > text.length)) return fromHtml
  return [...readPlain(text)]
}

function bytesOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
}
