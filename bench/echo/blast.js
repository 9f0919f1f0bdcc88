// A client of the contest: opens connections, and sends messages at random ones that have none on its way.
// Its parent says how, sends a number of messages for each run of them, and gets how long each took.

import { once } from 'node:events'
import { connect } from 'node:net'

const [{ port, connections, size, atOnce }] = await once(process, 'message')
const message = Buffer.alloc(size, 'echo')

class Connection {
  socket = connect({ port, host: '127.0.0.1' })
  isWaiting = false
  #sent = 0 // when
  #back = 0 // bytes

  constructor() {
    this.socket.on('data', (bytes) => this.#receive(bytes))
    this.socket.on('end', () => {
      throw new Error('the server has ended a connection')
    })
  }

  send() {
    this.isWaiting = true
    this.#back = 0
    this.#sent = performance.now()
    this.socket.write(message)
  }

  #receive(bytes) {
    const end = this.#back + bytes.length
    if (!this.isWaiting || !bytes.equals(message.subarray(this.#back, end))) {
      throw new Error('what came back is not what was sent')
    }
    this.#back = end
    if (end < size) return
    this.isWaiting = false
    came(performance.now() - this.#sent)
  }
}

const all = Array.from({ length: connections }, () => new Connection())
await Promise.all(all.map(({ socket }) => once(socket, 'connect')))

let times // of this run, in ms
let sent = 0
let back = 0
let end = 0 // when no more is sent

function sendOne() {
  let connection
  do connection = all[Math.floor(Math.random() * connections)]
  while (connection.isWaiting)
  sent++
  connection.send()
}

function came(time) {
  times[back++] = time
  if (sent < times.length && performance.now() < end) sendOne()
  else if (back === sent) process.send(times.slice(0, back))
}

process.on('message', ({ messages, seconds }) => {
  times = new Float64Array(messages)
  sent = back = 0
  end = performance.now() + seconds * 1000
  for (let n = Math.min(atOnce, messages); n > 0; n--) sendOne()
})
process.on('disconnect', () => process.exit())
process.send('connected')
