// An SMS gateway of our own that speaks Kannel's `sendsms`, and answers as a test wants it to: refuses, hangs up, reports.
import { createServer, type Server } from 'node:http'

/** Listens on this machine until it is closed; `taken` are the texts that it said to have. */
export const openGateway = async () => {
  const taken: URLSearchParams[] = []
  let answer: (query: URLSearchParams) => [number, string] | 'hang-up' = () => [202, '0: Accepted for delivery']
  const server: Server = createServer((request, reply) => {
    const query = new URL(request.url!, 'http://gateway').searchParams
    const said = answer(query)
    if (said === 'hang-up') return request.socket.destroy()
    if (said[0] === 202) taken.push(query)
    reply.writeHead(said[0]).end(said[1])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    address: `http://127.0.0.1:${port}/cgi-bin/sendsms`,
    taken,
    says: (now: typeof answer) => {
      answer = now
    },
    close: () => server.close(),
  }
}
