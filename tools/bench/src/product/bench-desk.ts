import { CUSTOMERS } from '../measure/webhook';
import { until } from '../until';
import { Desk } from './desk';
import { quiet, type Running } from './running';

const ACCEPTED_WITHIN_MS = 60_000;

/** The desk with the conversation of every customer who has written accepted, and the product at rest. */
export async function benchDesk(running: Running): Promise<Desk> {
  const desk = await Desk.open(running.url);
  await until('every conversation is accepted', ACCEPTED_WITHIN_MS, () => desk.held.size >= CUSTOMERS);
  await quiet(running);
  return desk;
}
