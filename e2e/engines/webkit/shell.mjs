// Tells shell.py what WebDriver has no command for, and hears what happens in it.
import net from 'node:net'
import { createInterface } from 'node:readline'

export class Shell {
  #socket
  #done = []
  #last = Promise.resolve()

  /**
   * @param {string} address of its socket
   * @param {(event: { event: string, url?: string, name?: string }) => void} onEvent
   */
  constructor(address, onEvent) {
    this.#socket = net.connect(address)
    this.#socket.on('error', () => this.#socket.destroy())
    this.#socket.on('close', () => this.#done.splice(0).forEach((resolve) => void resolve()))
    createInterface(this.#socket).on('line', (line) => {
      const event = JSON.parse(line)
      if (event.event === 'done') this.#done.shift()?.()
      else onEvent(event)
    })
  }

  /**
   * One command after the other: it reads a line where the socket has something to read.
   * @param {{ scripts?: string[], media?: object, downloads?: string }} command
   */
  tell(command) {
    this.#last = this.#last.then(
      () =>
        new Promise((resolve) => {
          if (this.#socket.destroyed) return resolve()
          this.#done.push(resolve)
          this.#socket.write(`${JSON.stringify(command)}\n`)
        }),
    )
    return this.#last
  }

  close() {
    this.#socket.destroy()
  }
}
