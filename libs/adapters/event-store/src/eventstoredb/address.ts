/** As far as the client knows them; one that it does not know it would write, with the password, to the console. */
const OPTIONS = new Map(
  [
    ...['tls', 'tlsCAFile', 'userCertFile', 'userKeyFile', 'connectionName', 'nodePreference', 'maxDiscoverAttempts'],
    ...['discoveryInterval', 'gossipTimeout', 'keepAliveInterval', 'keepAliveTimeout', 'defaultDeadline'],
  ].map((name) => [name.toLowerCase(), name]),
);

/** `EVENTSTORE_URL` cannot be used. The message never shows it: it may hold a password. */
export class BadAddress extends Error {
  /** What a process that cannot go on ends with: another try would end alike. */
  readonly exitCode = 78;

  constructor(reason: string) {
    super(`Parley cannot start:\n  - EVENTSTORE_URL: ${reason}`);
    this.name = 'BadAddress';
  }
}

/**
 * `EVENTSTORE_URL` as the client takes it: `kurrentdb` is what newer servers call `esdb`, and only the leader is asked, so that a reader
 * sees what was written.
 *
 * @throws BadAddress
 */
export function clientAddress(url: string, connectionName?: string): string {
  const match = /^(?:esdb|kurrentdb)(\+discover)?:\/\/((?:[^@/?]*@)?[^@/?]+)\/?(?:\?(.*))?$/i.exec(url.trim());
  if (!match) throw new BadAddress('expected an address such as esdb://user:password@host:2113?tls=true');
  const [, discover = '', authority, query = ''] = match;
  const options = new Map<string, string>();
  for (const pair of query.split('&').filter(Boolean)) {
    const [key = '', value = ''] = pair.split('=', 2);
    const name = OPTIONS.get(key.toLowerCase());
    if (!name || !value) throw new BadAddress(`${key} is not an option that is known; known are ${[...OPTIONS.values()].join(', ')}`);
    options.set(name, value);
  }
  if (!options.has('nodePreference')) options.set('nodePreference', 'leader');
  if (connectionName && !options.has('connectionName')) options.set('connectionName', encodeURIComponent(connectionName));
  return `esdb${discover}://${authority}?${[...options].map(([name, value]) => `${name}=${value}`).join('&')}`;
}
