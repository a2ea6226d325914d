// Text messages, as the outbox of the demonstration shows them.
import { setTimeout as sleep } from 'node:timers/promises';

/** How long one may take, milliseconds. */
const PATIENCE = 10_000;

/**
 * Gives what is sent by text message to this server's outbox, one after the other.
 *
 * @returns {() => Promise<{to: string, text: string, code: string}>} the next that nobody has asked for yet
 */
export function texts(server) {
  let read = 0;
  return async () => {
    for (let waited = 0; waited < PATIENCE; waited += 50) {
      const sent = (await (await fetch(`${server.outbox}.json`)).json()).filter(message => message.channel === 'sms').reverse();
      if (sent.length > read) {
        const { text, to } = sent[read++];
        return { to: to.replaceAll('\u00a0', ' '), text, code: text.slice(0, 6) };
      }
      await sleep(50);
    }
    throw new Error(`no text message within ${PATIENCE / 1000} s`);
  };
}
