/** What is said of requests, and of what else waits for the agent. */
export const offersEn = {
  'offer.region': 'Contact requests',
  'offer.kind.queue': 'New request',
  'offer.kind.transfer': 'Transfer to you',
  'offer.kind.conference': 'Conference with you',
  'offer.requestedBy': 'Requested by',
  'offer.elapsed': 'Time since the request came',
  'offer.left': ({ left }: { left: string }) => `Accept within ${left}`,
  'offer.over': 'The time to accept is over',
  'offer.announce': ({ name, queue }: { name: string; queue: string }) => `New contact request from ${name}, queue ${queue}`,
  'offer.announce.transfer': ({ name, queue, by }: { name: string; queue: string; by: string }) =>
    `${by} transfers ${name} to you, queue ${queue}`,
  'offer.announce.conference': ({ name, queue, by }: { name: string; queue: string; by: string }) =>
    `${by} asks you to join the conversation with ${name}, queue ${queue}`,
  'offer.range': ({ from, to, count }: { from: number; to: number; count: number }) => `${from}–${to} of ${count}`,
  'offer.previous': 'Previous requests',
  'offer.next': 'Next requests',
  'offer.acceptAll': ({ count }: { count: number }) => `Accept ${count} requests`,
  'offer.ending.missed': ({ names, count }: { names: string; count: number }) =>
    count === 1 ? `You did not accept the request of ${names} in time.` : `You did not accept the requests of ${names} in time.`,
  'offer.ending.withdrawn': ({ names, count }: { names: string; count: number }) =>
    count === 1 ? `The request of ${names} was withdrawn.` : `The requests of ${names} were withdrawn.`,
  'offer.ending.rejected': ({ names, count }: { names: string; count: number }) =>
    count === 1 ? `The request of ${names} was declined.` : `The requests of ${names} were declined.`,
  'offer.ending.gone': ({ names, count }: { names: string; count: number }) =>
    count === 1 ? `The request of ${names} is not open any more.` : `The requests of ${names} are not open any more.`,
  'offer.count': ({ count }: { count: number }) => (count === 1 ? '1 request' : `${count} requests`),
  'offer.pager': 'Pages of requests',
  'offer.skip': 'Skip to the oldest request',
  'offer.keys': ({ keys }: { keys: string }) => `${keys} leads to Accept.`,
  'offer.withheld': 'Withheld by WhatsApp',
  'wrapup.waiting': ({ name }: { name: string }) => `Your part in the conversation with ${name} is over.`,
  'wrapup.remaining': 'Time left for the wrap-up',
  'message.elsewhere': ({ name, text }: { name: string; text: string }) => `New message from ${name}: ${text}`,
} as const;
