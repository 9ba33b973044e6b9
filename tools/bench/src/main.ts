import { BARE_SERVER, bareServer } from './ceiling/bare-server';

export { bench } from './bench';
export { PORT_OF } from './measure/start-up';

if (process.argv[2] === BARE_SERVER) void bareServer(process.env);
