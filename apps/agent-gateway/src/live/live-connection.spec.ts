import { LiveConnection, QUEUED_EVENTS_MAX, WAITING_BYTES_MAX } from './live-connection';

function connected() {
  const written: string[] = [];
  const closed: string[] = [];
  const turn: (() => void)[] = [];
  const sink = { waiting: 0, ended: false, write: (text: string) => void written.push(text), waitingBytes: () => sink.waiting, end: () => void (sink.ended = true) };
  const connection = new LiveConnection('ana', sink, (_connection, cause) => void closed.push(cause), (work) => void turn.push(work));
  const endTurn = () => turn.splice(0).forEach((work) => work());
  return { connection, sink, written, closed, endTurn };
}

describe('a live connection', () => {
  it('keeps what happens until the snapshot is there, then goes on live, one write a turn', () => {
    const { connection, written, endTurn } = connected();
    connection.push('a');
    connection.heartbeat();
    endTurn();
    expect(written).toEqual([]);
    connection.open('snapshot');
    connection.push('b');
    endTurn();
    connection.push('c');
    endTurn();
    expect(written).toEqual(['snapshotab', 'c']);
  });

  it('closes when more happens before the snapshot than it may keep', () => {
    const { connection, closed } = connected();
    for (let event = 0; event < QUEUED_EVENTS_MAX; event += 1) connection.push('a');
    expect(closed).toEqual([]);
    connection.push('a');
    expect([closed, connection.closedBecause]).toEqual([['slow'], 'slow']);
  });

  it('closes when the other side does not read', () => {
    const { connection, sink, closed } = connected();
    connection.open('');
    sink.waiting = WAITING_BYTES_MAX - 1;
    connection.push('a');
    expect(sink.ended).toBe(false);
    connection.push('b');
    expect([closed, sink.ended]).toEqual([['slow'], true]);
  });

  it('closes once, and writes nothing after that', () => {
    const { connection, closed, written, endTurn } = connected();
    connection.open('a');
    connection.close('expired');
    connection.close('gone');
    connection.push('b');
    connection.heartbeat();
    endTurn();
    expect([closed, written]).toEqual([['expired'], ['a']]);
  });
});
