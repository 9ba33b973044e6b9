import { en } from '../../shared/i18n/en';
import { describeEvent, type Words } from './describe-event';

const words: Words = { t: en, nameOf: (id) => id.toUpperCase(), reason: (id) => `reason ${id}` };
const line = (type: string, data: object) => describeEvent({ id: 'e', type, time: '', revision: 0, position: 0, data: { type, ...data } }, words);

describe('a line of the timeline', () => {
  it('names people and places as they are called', () => {
    expect(line('OfferMissed', { agentId: 'ana' })).toMatchObject({ tone: 'bad', text: 'ANA did not accept in time (RONA)' });
    expect(line('Queued', { queueName: 'Support' }).text).toBe('In the queue Support');
    expect(line('TransferRequested', { target: { type: 'queue', id: 'sales' }, requestedBy: 'ben' })).toMatchObject({ text: 'Transfer to SALES requested', detail: 'by BEN' });
  });

  it('tells a reason that was chosen from one that was applied', () => {
    const given = { agentId: 'ana', reasonId: 'r' };
    expect(line('WrapUpApplied', { ...given, automatic: false }).text).toBe('ANA wrapped up: reason r');
    expect(line('WrapUpApplied', { ...given, automatic: true }).text).toBe('Default reason for ANA: reason r');
  });

  it('says what a message is that is not a text', () => {
    const received = (messageType: string, more: object) => line('MessageReceived', { messageId: 'm', messageType, customerName: 'Lucía', ...more }).detail;
    expect(received('text', { text: 'Hello' })).toBe('Hello');
    expect(received('location', { content: { name: 'Plaza Mayor', latitude: 40.4, longitude: -3.7 } })).toBe('Location · Plaza Mayor');
    expect(received('image', { media: { mediaId: '1', mimeType: 'image/png', caption: 'The parcel' } })).toBe('Image · The parcel');
    expect(received('sticker', { media: { mediaId: '1', mimeType: 'image/webp' } })).toBe('Sticker');
  });

  it('says who ended it and why', () => {
    expect(line('Ended', { reason: 'supervisor-ended', endedBy: { kind: 'supervisor', id: 'sofia' } }).detail).toBe('Ended by a supervisor (SOFIA)');
    expect(line('Ended', { reason: 'a newer reason', endedBy: { kind: 'system' } }).detail).toBe('a newer reason');
  });

  it('has the own name of an event that a newer server invented', () => {
    expect(line('Teleported', {})).toMatchObject({ tone: 'quiet', text: 'Teleported' });
  });
});
