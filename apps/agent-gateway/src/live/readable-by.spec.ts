import type { LiveEvent } from '@parley/contracts';
import { LiveConnections } from './live-connections';
import { readableBy } from './readable-by';

const live: LiveEvent = {
  event: 'message.added',
  data: {
    conversationId: '4111111111111111',
    revision: 3,
    messageId: 'm',
    direction: 'inbound',
    type: 'text',
    text: 'My card is 4111 1111 1111 1111',
    sender: { kind: 'customer', name: 'Lucía' },
    sentAt: '2026-01-01T10:00:00.000Z',
  },
};
const masking = { cardNumbers: true, emailAddresses: true, phoneNumbers: false };

it('S-06, W-21: agents get live events masked, supervisors as they are', () => {
  const connections = new LiveConnections((work) => work(), undefined, undefined, readableBy(masking, (agentId) => agentId === 'sofia'));
  const written = ['ana', 'ben', 'sofia'].map((agentId) => {
    const lines: string[] = [];
    const connection = connections.register(agentId, { write: (text) => void lines.push(text), waitingBytes: () => 0, end: () => undefined });
    connections.open(connection, { me: {} as never, offers: [], conversations: [], wrapUps: [] });
    lines.length = 0;
    return lines;
  });
  connections.send({ to: ['ana', 'ben', 'sofia'], live });
  const texts = written.map(([line]) => /"text":"([^"]*)"/.exec(line!)?.[1]);
  expect(texts).toEqual(['My card is •••• •••• •••• 1111', 'My card is •••• •••• •••• 1111', 'My card is 4111 1111 1111 1111']);
  expect(written[0]![0]).toContain('"conversationId":"4111111111111111"');
});

it('nothing is copied where nothing is masked', () => {
  expect(readableBy({ cardNumbers: false, emailAddresses: false, phoneNumbers: false }, () => false)(live, 'ana')).toBe(live);
});
