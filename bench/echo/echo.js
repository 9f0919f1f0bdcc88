// Provides an echo in plain callbacks.

export function echo(socket) {
  socket.on('data', (bytes) => {
    if (!socket.write(bytes)) socket.pause()
  })
  socket.on('drain', () => socket.resume())
  socket.on('end', () => socket.end())
  socket.on('error', () => {}) // the far end has gone
}
