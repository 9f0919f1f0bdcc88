// A client of the contest: opens connections to each server, and sends messages at random ones that have none on their way.
// Its parent says how many to whom, and gets how long each took.

import { once } from 'node:events'
import { connect } from 'node:net'

const [{ connections, size, atOnce }] = await once(process, 'message')
const message = Buffer.alloc(size, 'echo')

class Connection {
  socket
  isWaiting = false
  #sent = 0 // when
  #back = 0 // bytes

  constructor(port) {
    this.socket = connect({ port, host: '127.0.0.1' })
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

const servers = new Map() // connections by port

async function connectionsTo(port) {
  if (!servers.has(port)) {
    servers.set(
      port,
      Array.from({ length: connections }, () => new Connection(port)),
    )
    await Promise.all(servers.get(port).map(({ socket }) => once(socket, 'connect')))
  }
  return servers.get(port)
}

// of the messages that are being sent
let all = []
let times = new Float64Array() // ms that those took which are back
let sent = 0
let back = 0
let end = 0 // when no more are sent

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

process.on('message', async ({ port, messages, seconds }) => {
  all = await connectionsTo(port)
  times = new Float64Array(messages)
  sent = back = 0
  end = performance.now() + seconds * 1000
  for (let n = Math.min(atOnce, messages); n > 0; n--) sendOne()
})
process.on('disconnect', () => process.exit())
process.send('ready')
