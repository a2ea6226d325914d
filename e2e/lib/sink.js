// A web service of an organisation's own: it notes what it is asked, and answers as it is told.
import { createServer } from 'node:http';
import { once } from 'node:events';

/**
 * @typedef {{method: string, url: string, headers: import('node:http').IncomingHttpHeaders, body: string}} Asked
 * @param {(asked: Asked) => number | null} answer the status; null never answers
 */
export async function sink(answer) {
  const the = { answer, asked: [] };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    const asked = { method: request.method, url: request.url, headers: request.headers, body };
    the.asked.push(asked);
    const status = the.answer(asked);
    if (status !== null) response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  the.origin = `http://127.0.0.1:${server.address().port}`;
  the.stop = () => { server.closeAllConnections(); server.close(); };
  return the;
}
